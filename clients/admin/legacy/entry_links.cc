#include "clients/admin/legacy/entry_links.h"

#include <algorithm>
#include <vector>

#include "clients/admin/legacy/entry_reader.h"
#include "clients/admin/legacy/web_address.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// As many as an entry holds.
constexpr int kMostArchiveLinks = 16;
// Longest words of a link that are quoted, in bytes.
constexpr size_t kQuoted = 80;

// A link that leads somewhere: not to a place in the page itself, not to a program or a mailbox.
bool LeadsSomewhere(std::string_view address) {
  address = Trim(address);
  return !address.empty() && address.front() != '#' && !AsciiLower(address.substr(0, 11)).starts_with("javascript:") &&
         !AsciiLower(address.substr(0, 7)).starts_with("mailto:");
}

// As an unclaimed line. At most 256 of them may be kept, of at most 16 KiB.
void KeepLine(const SourceText& source, const TextLink& link, v1::Provenance* provenance) {
  if (provenance->unclaimed_lines_size() >= 256) return;
  const std::string words = OneLine(Shorten(source.text(link.span), kQuoted));
  const std::string address(Shorten(link.address, 16000));
  provenance->add_unclaimed_lines(words.empty() ? "Link: " + address : "Link of \"" + words + "\": " + address);
}

class Taker {
 public:
  Taker(const SourceText& source, const PageLayout& page, v1::Entry* entry)
      : source_(source), page_(page), entry_(*entry) {}

  void Run(const EntryBlocks& blocks) {
    for (const size_t block : blocks.addresses) Printed(block);
    for (const size_t block : blocks.titles) Take(block, 0.9F, "");
    for (const size_t block : blocks.notes) Note(block);
    if (blocks.byline) Take(*blocks.byline, 0.6F, "The title has no link; the byline's was taken for the address.");
    for (const size_t block : blocks.accesses) {
      Take(block, 0.5F, "The title has no link; that of the accessed date was taken for the address.");
    }
    for (const size_t block : blocks.annotation) {
      for (const TextLink& link : Links(block)) Keep(link);
    }
    if (kept_ > 0) {
      Warn(std::to_string(kept_) +
           (kept_ == 1 ? " more link stands in this entry; its address is among the unclaimed lines."
                       : " more links stand in this entry; their addresses are among the unclaimed lines."));
    }
  }

 private:
  void Warn(std::string text) { entry_.mutable_provenance()->add_warnings(std::move(text)); }

  std::vector<TextLink> Links(size_t block) const {
    std::vector<TextLink> links = source_.LinksIn(page_.blocks[block].span);
    std::erase_if(links, [](const TextLink& link) { return !LeadsSomewhere(link.address); });
    return links;
  }

  // The link of a printed address leads there; only another one is news.
  void Printed(size_t block) {
    for (const TextLink& link : Links(block)) {
      if (!SameAddress(link.address, source_.text(page_.blocks[block].span))) Keep(link);
    }
  }

  void Take(size_t block, float confidence, const char* warning) {
    for (const TextLink& link : Links(block)) {
      std::string address = WebAddress(link.address);
      if (!entry_.url().empty() || address.empty()) {
        Keep(link);
        continue;
      }
      if (std::string inside = ArchivedAddress(address); !inside.empty()) {
        Archive(address);
        address = std::move(inside);
      }
      entry_.set_url(address);
      SetConfidence("url", confidence, entry_.mutable_provenance());
      if (*warning != '\0') Warn(warning);
    }
  }

  void Note(size_t block) {
    const bool archived = page_.blocks[block].kind == BlockKind::kArchiveNote;
    for (const TextLink& link : Links(block)) {
      const std::string address = WebAddress(link.address);
      if (!archived || address.empty() || !Archive(address)) Keep(link);
    }
  }

  bool Archive(const std::string& address) {
    if (entry_.archive_links_size() >= kMostArchiveLinks) return false;
    const auto& links = entry_.archive_links();
    if (std::find(links.begin(), links.end(), address) == links.end()) entry_.add_archive_links(address);
    return true;
  }

  void Keep(const TextLink& link) {
    const auto& archive = entry_.archive_links();
    const bool known = SameAddress(link.address, entry_.url()) ||
                       std::find(archive.begin(), archive.end(), link.address) != archive.end();
    if (known) return;
    KeepLine(source_, link, entry_.mutable_provenance());
    ++kept_;
  }

  const SourceText& source_;
  const PageLayout& page_;
  v1::Entry& entry_;
  size_t kept_ = 0;
};

}  // namespace

std::string LinkedAddress(const SourceText& source, Span span, std::string_view printed) {
  for (const TextLink& link : source.LinksIn(span)) {
    std::string address = WebAddress(link.address);
    if (!address.empty() && SameAddress(address, printed)) return address;
  }
  return {};
}

void TakeLinks(const SourceText& source, const PageLayout& page, const EntryBlocks& blocks, v1::Entry* entry) {
  if (!source.links().empty()) Taker(source, page, entry).Run(blocks);
}

void KeepPageLinks(const SourceText& source, const PageLayout& layout, v1::Provenance* provenance) {
  for (const size_t block : layout.around) {
    const BlockKind kind = layout.blocks[block].kind;
    if (kind != BlockKind::kText && kind != BlockKind::kCaution && kind != BlockKind::kGuidance) continue;
    for (const TextLink& link : source.LinksIn(layout.blocks[block].span)) {
      if (!WebAddress(link.address).empty()) KeepLine(source, link, provenance);
    }
  }
}

}  // namespace lectern::legacy
