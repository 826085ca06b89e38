#include "storage/search/index/merge_policy.h"

#include <algorithm>
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

bool IsUntidy(const std::vector<SegmentSize>& sizes) {
  uint64_t documents = 0;
  uint32_t largest = 0;
  for (const SegmentSize& size : sizes) {
    documents += uint64_t{size.live} + size.deleted;
    largest = std::max(largest, size.live);
  }
  const uint64_t outside = documents - largest;
  return outside > 0 && outside * kTidyShare >= documents;
}

}  // namespace lectern::search
