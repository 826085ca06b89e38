#pragma once
// Lines put together to paragraphs.

#include <vector>

#include "clients/admin/legacy/page_marks.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

struct Paragraph {
  // From the first line's first byte to the last line's last; line breaks inside are wraps.
  Span span;
  bool opens_after_blank = false;
};

// The width at which the page's lines were wrapped, in characters; 0 where they were not.
size_t WrapWidth(const SourceText& source);

// Joins a line to the one before where the wrap was forced by the page's width, or where a mark spans both.
std::vector<Paragraph> FindParagraphs(const SourceText& source, const std::vector<PageMark>& marks);

}  // namespace lectern::legacy
