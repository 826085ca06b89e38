#pragma once
// The marks of a page that can be told wherever they stand, also across a line wrap.

#include <string_view>
#include <vector>

#include "clients/admin/legacy/page_blocks.h"

namespace lectern::legacy {

struct PageMark {
  BlockKind kind = BlockKind::kText;
  // The mark itself. A line break inside it is a wrap.
  Span span;
  // The mark only opens something that goes on to the end of its paragraph.
  bool opens_rest = false;
};

// The marks of a page, in order, none overlapping another.
std::vector<PageMark> FindPageMarks(std::string_view text);

}  // namespace lectern::legacy
