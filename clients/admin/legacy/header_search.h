#pragma once
// Looking for the head of an entry: title lines, byline, address, marks.

#include <cstddef>
#include <optional>
#include <vector>

#include "clients/admin/legacy/entry_layout.h"

namespace lectern::legacy {

// Head of an entry, as far as found.
struct Header {
  // The first block of it.
  size_t begin = 0;
  // One past its last block; the accessed runs follow.
  size_t end = 0;
  EntryBlocks blocks;
};

// The head that ends right before the accessed run at `end`; looks back no further than `low`. Nothing where only
// annotation stands there.
std::optional<Header> HeaderBefore(const SourceText& source, const std::vector<Block>& blocks, size_t low, size_t end);

// The head that begins at `begin` though no accessed run follows, below `high`. Only plain cases are taken.
std::optional<Header> HeaderWithoutAccess(const SourceText& source, const std::vector<Block>& blocks, size_t begin,
                                          size_t high);

}  // namespace lectern::legacy
