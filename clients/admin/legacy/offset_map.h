#pragma once
// The way back from a text to the bytes that it was made of.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace lectern::legacy {

// Anchors (offset in the text, offset in the source), both ascending. Between two anchors both run side by side, but
// never past the next anchor: what is longer in the text than in its source ends where its source ends. Without an
// anchor text and source are the same.
class OffsetMap {
 public:
  // From `text` on, the text comes from `source` on. `text` must not be below the one before; a `source` that is, is
  // raised to it. Both below 4 GiB.
  void Add(size_t text, size_t source);

  // Where the byte at `text` comes from.
  size_t SourceOf(size_t text) const;

  bool empty() const { return anchors_.empty(); }

 private:
  std::vector<std::pair<uint32_t, uint32_t>> anchors_;
};

}  // namespace lectern::legacy
