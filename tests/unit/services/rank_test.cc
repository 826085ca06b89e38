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

TEST(RankAfter, GrowsSlowlyBehindTheLastOfItsWidth) {
  std::string last = "zzzzz";
  for (int i = 0; i < 1000; ++i) {
    const std::string next = RankAfter(last);
    ASSERT_LT(last, next);
    last = next;
  }
  EXPECT_LE(last.size(), 48U);
}

}  // namespace
}  // namespace lectern::entries
