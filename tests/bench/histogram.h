// Latencies by how often they came, in little memory: exact below 256, then within 0.8 % of the value.
#pragma once

#include <cstdint>
#include <vector>

namespace lectern::bench {

// Of nanoseconds, or any other unit. Not thread-safe.
class Histogram {
 public:
  Histogram();

  // Values from 2^40 on (18 minutes in nanoseconds) count as that.
  void Record(uint64_t value);

  uint64_t count() const { return count_; }
  uint64_t max() const { return max_; }
  // The value that a share of `share` (0 to 1) of all values does not exceed, by nearest rank; 0 where there are none.
  uint64_t Quantile(double share) const;

 private:
  std::vector<uint64_t> counts_;
  uint64_t count_ = 0;
  uint64_t max_ = 0;
};

}  // namespace lectern::bench
