// Which segments to merge next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lectern::search {

struct SegmentSize {
  uint32_t live = 0;     // documents
  uint32_t deleted = 0;  // documents
};

// Segments of about the same size, kMergeWidth of them, so that a document is copied once for each power of
// kMergeWidth that the index has documents; or one that is more than a third deleted. Empty if there is nothing to do.
// Numbers of `sizes`.
inline constexpr size_t kMergeWidth = 4;
std::vector<size_t> ChooseMerge(const std::vector<SegmentSize>& sizes);

// Whether an index at rest gains by having all its segments merged into one: a word that is in several is looked up
// and kept in each. That pays where a kTidyShare-th of the documents is deleted or outside the largest segment; so
// often is everything written anew, at the most, while documents trickle in.
inline constexpr uint64_t kTidyShare = 32;
bool IsUntidy(const std::vector<SegmentSize>& sizes);

}  // namespace lectern::search
