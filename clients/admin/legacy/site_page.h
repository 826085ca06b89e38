#pragma once
// What stands around the content of a page that is about no one country: menu, heading, notices.

#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/page_blocks.h"

namespace lectern::legacy {

struct SitePage {
  // As printed, in one line; empty where the page has none.
  std::string heading;
  // "topics/human-trafficking"; empty where the page does not say.
  std::string topic;
  // Addresses of the old site that the citation line gives for the page.
  std::vector<std::string> addresses;
  // The content, in page order.
  std::vector<Block> body;
  // Menu, heading, period, image texts, table bars.
  std::vector<Span> around;
  // Rights notice and citation line.
  std::vector<Span> notices;
};

// True for the site's own menu in brackets, which is no content: "[ Contribute a new topic | Main Menu ]". Other lists
// of links in brackets are content.
bool IsSiteMenu(std::string_view text);

// Tells the parts of a page that holds no entries. `kind_words`, lower case: what the headings of such pages say
// ("debate topics"). `path` is the file's name with the folders it came in, which can name the section.
SitePage ReadSitePage(const SourceText& source, std::string_view path, const std::vector<std::string_view>& kind_words);

// Topic of a page from the blocks that can name it: its own heading lines, the citation line, `path`, and the menu
// where that names one topic alone.
std::string SiteTopic(const SourceText& source, const std::vector<Block>& blocks, std::string_view path);

// The page's own addresses in its citation line.
std::vector<std::string> CitedAddresses(const SourceText& source, const std::vector<Block>& blocks);

}  // namespace lectern::legacy
