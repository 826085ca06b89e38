#pragma once
// What of an HTML page is text, where it breaks, and where its links lead: in the order of the source.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/html_tree.h"

namespace lectern::legacy {

enum class HtmlEventKind {
  kText,
  // What stands for an image.
  kImageText,
  // The number of an item of a list, "3.".
  kNumber,
  kLineBreak,  // <br>
  // What follows stands in another line: table cells, list items.
  kBlock,
  // And a blank line parts it: paragraphs, headings, tables.
  kParagraph,
  // A link without any text in it.
  kBareLink,
};

struct HtmlEvent {
  HtmlEventKind kind = HtmlEventKind::kText;
  // Place in the source.
  size_t offset = 0;
  // As the parser decoded it, and its source; of what the source holds in another form, the tag that brings it.
  std::string_view text;
  std::string_view original;
  // Number of the link in HtmlEvents::links, -1 for none.
  int link = -1;
  // White space stands for itself.
  bool preformatted = false;
};

struct HtmlEvents {
  // Views into the tree and the source, which outlive this. In source order.
  std::vector<HtmlEvent> events;
  // Addresses of links, as written.
  std::vector<std::string> links;
  // Texts that the source does not hold as such; events point into them.
  std::vector<std::string> made;
  // Address that the page says it was saved from; empty where it says none.
  std::string saved_from;
  // Address that the page gives as the base of its links.
  std::string base;
};

HtmlEvents CollectEvents(std::string_view html, const HtmlTree& tree);

}  // namespace lectern::legacy
