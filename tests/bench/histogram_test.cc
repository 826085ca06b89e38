#include "tests/bench/histogram.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "tests/bench/corpus.h"

namespace lectern::bench {
namespace {

TEST(Histogram, IsEmptyAtFirst) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.Quantile(0.5), 0u);
}

TEST(Histogram, IsExactForSmallValues) {
  Histogram histogram;
  for (uint64_t value = 1; value <= 100; ++value) histogram.Record(value);
  EXPECT_EQ(histogram.Quantile(0), 1u);
  EXPECT_EQ(histogram.Quantile(0.5), 50u);
  EXPECT_EQ(histogram.Quantile(0.99), 99u);
  EXPECT_EQ(histogram.Quantile(1), 100u);
  EXPECT_EQ(histogram.max(), 100u);
}

// Whatever the values, each quantile is the one of the sorted values, or at most 0.8 % above it.
TEST(Histogram, StaysCloseToTheSortedValues) {
  Numbers numbers(7);
  for (int run = 0; run < 50; ++run) {
    Histogram histogram;
    std::vector<uint64_t> values;
    const uint64_t bits = 1 + numbers.Below(38), count = 1 + numbers.Below(3000);
    for (uint64_t i = 0; i < count; ++i) {
      values.push_back(numbers.Next() >> (64 - 1 - numbers.Below(bits)));
      histogram.Record(values.back());
    }
    std::sort(values.begin(), values.end());
    ASSERT_EQ(histogram.count(), values.size());
    for (const double share : {0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(values.size())));
      const uint64_t exact = values[std::max<size_t>(rank, 1) - 1], found = histogram.Quantile(share);
      EXPECT_GE(found, exact) << share;
      EXPECT_LE(static_cast<double>(found), static_cast<double>(exact) * 1.008) << share;
    }
  }
}

TEST(Histogram, TakesTheLargestValues) {
  Histogram histogram;
  histogram.Record(UINT64_MAX);
  EXPECT_EQ(histogram.Quantile(0.5), (uint64_t{1} << 40) - 1);
}

}  // namespace
}  // namespace lectern::bench
