#include <cmath>

#include "gtest/gtest.h"
#include "services/server/metrics.h"

namespace lectern::server {
namespace {

TEST(CallCounts, CountsByCode) {
  CallCounts counts;
  std::vector<prometheus::ClientMetric> metrics;
  counts.AddCalls("m", metrics);
  ASSERT_EQ(metrics.size(), 1U);  // OK is there from the start, so that rates are
  EXPECT_EQ(metrics[0].counter.value, 0);
  counts.Count(absl::StatusCode::kOk, absl::Milliseconds(2));
  counts.Count(absl::StatusCode::kOk, absl::Milliseconds(2));
  counts.Count(absl::StatusCode::kUnauthenticated, absl::Milliseconds(2));
  metrics.clear();
  counts.AddCalls("m", metrics);
  ASSERT_EQ(metrics.size(), 2U);
  EXPECT_EQ(metrics[0].label[1].value, "OK");
  EXPECT_EQ(metrics[0].counter.value, 2);
  EXPECT_EQ(metrics[1].label[0].value, "m");
  EXPECT_EQ(metrics[1].label[1].value, "UNAUTHENTICATED");
  EXPECT_EQ(metrics[1].counter.value, 1);
}

TEST(CallCounts, TimesFallIntoCumulativeBuckets) {
  CallCounts counts;
  // A bound belongs to its bucket; what is beyond all bounds is counted as well.
  for (const absl::Duration time : {absl::Microseconds(100), absl::Microseconds(101), absl::Hours(1)})
    counts.Count(absl::StatusCode::kOk, time);
  const prometheus::ClientMetric::Histogram histogram = counts.Seconds("m").histogram;
  EXPECT_EQ(histogram.sample_count, 3U);
  EXPECT_NEAR(histogram.sample_sum, 3600.000201, 1e-9);
  ASSERT_EQ(histogram.bucket.size(), CallCounts::kBounds.size() + 1);
  EXPECT_EQ(histogram.bucket[0].cumulative_count, 1U);
  EXPECT_EQ(histogram.bucket[1].cumulative_count, 2U);
  EXPECT_EQ(histogram.bucket[10].cumulative_count, 2U);
  EXPECT_EQ(histogram.bucket[11].cumulative_count, 3U);
  EXPECT_TRUE(std::isinf(histogram.bucket[11].upper_bound));
}

}  // namespace
}  // namespace lectern::server
