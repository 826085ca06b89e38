// A moment of the index.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "storage/engine/batch.h"
#include "storage/search/index/bm25.h"
#include "storage/search/index/segment.h"
#include "storage/search/index/visibility.h"

namespace lectern::search {

struct SegmentView {
  std::shared_ptr<const Segment> segment;
  std::shared_ptr<const Visibility> visibility;
};

// Segments are never rewritten, and the files of one go when the last view that holds it does: a list of segments with
// their deletions is all that a consistent reading needs.
class View {
 public:
  View(std::vector<SegmentView> segments, storage::Revision revision)
      : segments_(std::move(segments)), revision_(revision) {
    for (const SegmentView& part : segments_) {
      for (size_t a = 0; a < kAudienceCount; ++a) {
        documents_[a] += part.visibility->Documents(static_cast<Audience>(a));
        lengths_[a] += part.visibility->Length(static_cast<Audience>(a));
      }
    }
  }

  const std::vector<SegmentView>& segments() const { return segments_; }
  storage::Revision revision() const { return revision_; }
  // What the audience sees: how many documents, and their average weighted length.
  uint64_t Documents(Audience audience) const { return documents_[static_cast<size_t>(audience)]; }
  double AverageLength(Audience audience) const {
    const auto a = static_cast<size_t>(audience);
    return documents_[a] == 0 ? 1 : static_cast<double>(lengths_[a]) / static_cast<double>(documents_[a]);
  }
  // For that length; made when first asked for.
  const Saturation& SaturationFor(Audience audience) const {
    const auto a = static_cast<size_t>(audience);
    std::call_once(made_[a], [&] { saturations_[a].emplace(AverageLength(audience)); });
    return *saturations_[a];
  }

 private:
  std::vector<SegmentView> segments_;
  storage::Revision revision_;
  std::array<uint64_t, kAudienceCount> documents_ = {};
  std::array<uint64_t, kAudienceCount> lengths_ = {};
  mutable std::array<std::once_flag, kAudienceCount> made_;
  mutable std::array<std::optional<Saturation>, kAudienceCount> saturations_;
};

}  // namespace lectern::search
