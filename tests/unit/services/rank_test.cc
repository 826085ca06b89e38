#include "services/entries/rank.h"

#include "gtest/gtest.h"

namespace lectern::entries {
namespace {

TEST(RankAfter, GoesOnForEverInOrder) {
  std::string last;
  for (int i = 0; i < 100'000; ++i) {
    const std::string next = RankAfter(last);
    ASSERT_LT(last, next);
    ASSERT_NE(next.back(), '0');
    ASSERT_LE(next.size(), 5U);
    last = next;
  }
}

TEST(RankAfter, ComesBehindAnyRank) {
  for (const char* last : {"z", "zzzz", "zzzzV", "zzzzzzzz", "0001", "A", "Az", "1V2", "zzz"}) {
    const std::string next = RankAfter(last);
    EXPECT_LT(std::string(last), next);
    EXPECT_NE(next.back(), '0');
  }
}

}  // namespace
}  // namespace lectern::entries
