#pragma once
// Text under headings: background, course outlines, strategies, lists of links.

#include <string>
#include <vector>

#include "clients/admin/legacy/page_blocks.h"

namespace lectern::legacy {

struct OutlinePart {
  // As printed, in one line; empty for text before the first heading.
  std::string heading;
  // Paragraphs, verbatim, blank lines between; addresses with a scheme are links in CommonMark.
  std::string body;
  std::vector<Span> spans;
};

// Cuts the content of a page at its headings. With `links` each short line is a heading: the pages that list resources
// print a title for each, its address, and what it leads to.
std::vector<OutlinePart> ReadOutline(const SourceText& source, const std::vector<Block>& body, bool links);

}  // namespace lectern::legacy
