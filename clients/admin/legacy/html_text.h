#pragma once
// An HTML page as the text that a browser shows: a paragraph a line, blank lines between paragraphs.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/offset_map.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

struct HtmlText {
  std::string text;
  // From `text` to the source.
  OffsetMap map;
  // In the order of the text.
  std::vector<TextLink> links;
  // Addresses that the page gives for itself, the surest first: what it was saved from, the base of its links.
  std::vector<std::string> page_addresses;
};

// Reads a page. Lines break where paragraphs, table cells, list items and <br> break them. White space is folded as
// browsers fold it; no-break spaces stay where there is text in their line. Items of numbered lists get their numbers.
// An image stands as a line "Description: ..." of its own. Programs, styles, comments and hidden parts are no text.
// `html` is UTF-8 without NUL. INVALID_ARGUMENT as HtmlTree::Parse.
absl::StatusOr<HtmlText> ReadHtml(std::string_view html);

}  // namespace lectern::legacy
