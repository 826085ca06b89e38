#include "storage/search/index/merge_policy.h"

#include <bit>
#include <map>

namespace lectern::search {

std::vector<size_t> ChooseMerge(const std::vector<SegmentSize>& sizes) {
  std::map<int, std::vector<size_t>> tiers;
  for (size_t s = 0; s < sizes.size(); ++s) {
    std::vector<size_t>& tier = tiers[static_cast<int>(std::bit_width(sizes[s].live | 1u)) / 2];
    tier.push_back(s);
    if (tier.size() == kMergeWidth) return tier;
  }
  for (size_t s = 0; s < sizes.size(); ++s)
    if (sizes[s].deleted > 0 && sizes[s].deleted * 2 > sizes[s].live) return {s};
  return {};
}

}  // namespace lectern::search
