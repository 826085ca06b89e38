#include "tests/bench/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace lectern::bench {
namespace {

// A value is kept by its 8 leading bits: 128 buckets for each power of two.
constexpr int kLeadingBits = 8;
constexpr uint64_t kBuckets = 1 << (kLeadingBits - 1);
constexpr int kMostBits = 40;
constexpr uint64_t kMost = (uint64_t{1} << kMostBits) - 1;

int DroppedBits(uint64_t value) { return std::max(0, static_cast<int>(std::bit_width(value)) - kLeadingBits); }

size_t BucketOf(uint64_t value) {
  const int dropped = DroppedBits(value);
  return static_cast<uint64_t>(dropped) * kBuckets + (value >> dropped);
}

// The largest value of a bucket.
uint64_t LastOf(size_t bucket) {
  const uint64_t dropped = bucket < 2 * kBuckets ? 0 : bucket / kBuckets - 1;
  return ((bucket - dropped * kBuckets + 1) << dropped) - 1;
}

}  // namespace

Histogram::Histogram() : counts_(BucketOf(kMost) + 1) {}

void Histogram::Record(uint64_t value) {
  value = std::min(value, kMost);
  ++counts_[BucketOf(value)];
  ++count_;
  max_ = std::max(max_, value);
}

uint64_t Histogram::Quantile(double share) const {
  if (count_ == 0) return 0;
  const double rank = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_));
  const uint64_t wanted = std::max<uint64_t>(1, static_cast<uint64_t>(rank));
  uint64_t seen = 0;
  size_t bucket = 0;
  for (; bucket < counts_.size(); ++bucket)
    if ((seen += counts_[bucket]) >= wanted) break;
  return std::min(LastOf(bucket), max_);
}

}  // namespace lectern::bench
