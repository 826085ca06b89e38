#include "clients/admin/legacy/offset_map.h"

#include <algorithm>
#include <iterator>

namespace lectern::legacy {

void OffsetMap::Add(size_t text, size_t source) {
  const auto at = static_cast<uint32_t>(text);
  auto from = static_cast<uint32_t>(source);
  if (!anchors_.empty()) {
    from = std::max(from, anchors_.back().second);
    if (at == anchors_.back().first) {
      anchors_.back().second = from;
      return;
    }
    // The anchor before says the same.
    if (at - anchors_.back().first == from - anchors_.back().second) return;
  }
  anchors_.emplace_back(at, from);
}

size_t OffsetMap::SourceOf(size_t text) const {
  const auto next = std::upper_bound(anchors_.begin(), anchors_.end(), text,
                                     [](size_t at, const auto& anchor) { return at < anchor.first; });
  if (next == anchors_.begin()) return text;
  const auto& [at, source] = *std::prev(next);
  const size_t offset = source + (text - at);
  return next == anchors_.end() ? offset : std::min<size_t>(offset, next->second);
}

}  // namespace lectern::legacy
