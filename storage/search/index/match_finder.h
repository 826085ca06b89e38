// Where the leaves of a plan stand in a document: what snippets are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/phrase.h"
#include "storage/search/index/plan.h"
#include "storage/search/index/query.h"

namespace lectern::search {

class MatchFinder {
 public:
  // All must outlive the finder.
  static absl::StatusOr<MatchFinder> Open(const Segment& segment, const Plan& plan,
                                          const std::vector<SegmentWord>& words, size_t matches_per_leaf);
  // Documents must ascend. By leaf, then by place.
  std::vector<Match> Find(uint32_t document);

 private:
  const Segment* segment_ = nullptr;
  const Plan* plan_ = nullptr;
  const std::vector<SegmentWord>* words_ = nullptr;
  size_t matches_per_leaf_ = 0;
  std::vector<std::optional<LeafPositions>> leaves_;
};

}  // namespace lectern::search
