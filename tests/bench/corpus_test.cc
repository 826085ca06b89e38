#include "tests/bench/corpus.h"

#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/editing/field_rules.h"

namespace lectern::bench {
namespace {

constexpr uint64_t kSome = 2000;

TEST(Corpus, IsTheSameEveryTime) {
  for (uint64_t number = 0; number < 20; ++number)
    EXPECT_EQ(MakeEntry(number).SerializeAsString(), MakeEntry(number).SerializeAsString());
  EXPECT_EQ(CorpusVersion(), CorpusVersion());
}

TEST(Corpus, KeepsTheRulesOfFields) {
  for (uint64_t number = 0; number < kSome; ++number) {
    aip::Violations violations;
    editing::CheckFields(MakeEntry(number), violations);
    EXPECT_TRUE(violations.ToStatus().ok()) << violations.ToStatus();
  }
}

TEST(Corpus, IsOfRealisticSizeAndSpread) {
  size_t bytes = 0;
  std::map<std::string, int> countries, topics;
  for (uint64_t number = 0; number < kSome; ++number) {
    const v1::Entry entry = MakeEntry(number);
    bytes += entry.ByteSizeLong();
    ++countries[entry.country()];
    ++topics[entry.topic()];
  }
  EXPECT_GT(bytes / kSome, 2200u);
  EXPECT_LT(bytes / kSome, 2900u);
  EXPECT_EQ(topics.size(), 4u);
  EXPECT_GT(countries.size(), 240u);
  EXPECT_GE(Countries().size(), countries.size());
}

TEST(Corpus, NamesAreUnique) {
  std::set<std::string> names;
  for (uint64_t number = 0; number < 100'000; ++number) names.insert(EntryName(number));
  EXPECT_EQ(names.size(), 100'000u);
}

}  // namespace
}  // namespace lectern::bench
