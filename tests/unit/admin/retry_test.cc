#include "clients/admin/retry.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace lectern::admin {
namespace {

using std::chrono::milliseconds;
using Time = Backoff::Clock::time_point;

TEST(Backoff, TriesSixTimesWithGrowingCeilingsAndFullJitter) {
  std::mt19937_64 random(3);
  milliseconds longest{0}, shortest{1'000'000};
  for (int round = 0; round < 500; ++round) {
    Backoff backoff({}, Time(), random);
    milliseconds ceiling{500};
    for (int tried = 1; tried < 6; ++tried) {
      const milliseconds wait = backoff.Next(Time(), milliseconds(0));
      ASSERT_GE(wait, milliseconds(0));
      ASSERT_LE(wait, ceiling);
      if (tried == 5) {
        longest = std::max(longest, wait);
        shortest = std::min(shortest, wait);
      }
      ceiling *= 2;
    }
    ASSERT_LT(backoff.Next(Time(), milliseconds(0)), milliseconds(0)) << "a seventh try";
  }
  EXPECT_GT(longest, milliseconds(7'000));
  EXPECT_LT(shortest, milliseconds(1'000)) << "the jitter does not reach down";
}

TEST(Backoff, WaitsAtLeastWhatTheServerAsksFor) {
  std::mt19937_64 random(3);
  Backoff backoff({}, Time(), random);
  EXPECT_GE(backoff.Next(Time(), milliseconds(3'000)), milliseconds(3'000));
}

TEST(Backoff, EndsWhenTheTimeIsOver) {
  std::mt19937_64 random(3);
  Backoff backoff({}, Time(), random);
  EXPECT_GE(backoff.Next(Time() + milliseconds(19'000), milliseconds(1'000)), milliseconds(1'000));
  EXPECT_LT(backoff.Next(Time() + milliseconds(19'500), milliseconds(1'000)), milliseconds(0));
}

}  // namespace
}  // namespace lectern::admin
