// One segment out of several.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "storage/search/index/segment.h"
#include "storage/search/index/visibility.h"

namespace lectern::search {

struct MergeSource {
  std::shared_ptr<const Segment> segment;
  std::shared_ptr<const Visibility> visibility;  // what is deleted in it is left out
};

// For each source the new number of each of its documents.
inline constexpr uint32_t kLeftOut = UINT32_MAX;
using DocumentMap = std::vector<std::vector<uint32_t>>;

// Writes the live documents of `sources` to `sink`; no two of them share a key. CANCELLED once `stop` says so. Holds
// the lists of one stem in memory at a time.
absl::Status MergeSegments(const std::vector<MergeSource>& sources, SegmentSink& sink, DocumentMap& map,
                           const std::function<bool()>& stop);

}  // namespace lectern::search
