#include "clients/admin/legacy/resource_links.h"

#include <algorithm>

#include "clients/admin/legacy/site_page.h"
#include "clients/admin/legacy/web_address.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr int kMostLines = 256;
constexpr size_t kQuoted = 80;
constexpr size_t kLongestAddress = 2048;

// Not a place in the page itself, a program, a mailbox, or an address that is none.
bool LeadsSomewhere(std::string_view address) {
  address = Trim(address);
  const std::string lower = AsciiLower(address.substr(0, 11));
  return !address.empty() && address.front() != '#' && !lower.starts_with("javascript:") &&
         !lower.starts_with("mailto:") && address.size() <= kLongestAddress;
}

std::string WordsOf(const SourceText& source, const TextLink& link) {
  return OneLine(Shorten(source.text(link.span), kQuoted));
}

}  // namespace

std::string LinksAsText(const SourceText& source, const std::vector<Span>& spans, std::string_view heading) {
  std::string text;
  for (const Span& span : spans) {
    for (const TextLink& link : source.LinksIn(span)) {
      if (!LeadsSomewhere(link.address)) continue;
      const std::string address = WebAddress(link.address);
      const std::string words = WordsOf(source, link);
      const bool plain = address.find_first_of("<> ") == std::string::npos;
      std::string line = words.empty() || words == heading ? "" : words + ": ";
      line += address.empty() || !plain ? std::string(Trim(link.address)) : "<" + address + ">";
      text += (text.empty() ? "" : "\n\n") + line;
    }
  }
  return text;
}

void KeepLinks(const SourceText& source, std::string_view held, v1::Provenance* provenance) {
  for (const TextLink& link : source.links()) {
    const std::string_view address = Trim(link.address);
    const bool said = !address.empty() && held.find(address) != std::string_view::npos;
    if (said || !LeadsSomewhere(address) || IsSiteMenu(Trim(source.text(link.span)))) continue;
    if (provenance->unclaimed_lines_size() >= kMostLines) return;
    const std::string words = WordsOf(source, link);
    provenance->add_unclaimed_lines((words.empty() ? "Link: " : "Link of \"" + words + "\": ") + std::string(address));
  }
}

}  // namespace lectern::legacy
