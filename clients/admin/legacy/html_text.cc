#include "clients/admin/legacy/html_text.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "clients/admin/legacy/html_align.h"
#include "clients/admin/legacy/html_events.h"
#include "clients/admin/legacy/html_tree.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// HTML folds these; a no-break space is none of them.
bool Folds(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

class Writer {
 public:
  explicit Writer(const HtmlEvents& page) : page_(page) {}

  HtmlText Run(size_t source_size) {
    for (const HtmlEvent& event : page_.events) Take(event);
    Break(1, source_size);
    breaks_ = 1;
    if (!out_.text.empty()) Flush();
    out_.map.Add(out_.text.size(), source_size);
    // Bare links are noted when the next text shows where they stand.
    std::stable_sort(out_.links.begin(), out_.links.end(),
                     [](const TextLink& a, const TextLink& b) { return a.span.begin < b.span.begin; });
    for (const std::string* address : {&page_.saved_from, &page_.base}) {
      if (!address->empty()) out_.page_addresses.push_back(*address);
    }
    return std::move(out_);
  }

 private:
  void Take(const HtmlEvent& event) {
    switch (event.kind) {
      case HtmlEventKind::kText:
        return Text(event);
      case HtmlEventKind::kImageText:
        Break(1, event.offset);
        Made(event);
        return Break(1, event.offset);
      case HtmlEventKind::kNumber:
        Break(1, event.offset);
        Made(event);
        behind_number_ = true;
        Space(event.offset);
        return;
      case HtmlEventKind::kLineBreak:
        return Break(breaks_ + 1, event.offset);
      case HtmlEventKind::kBlock:
        if (!behind_number_) Break(1, event.offset);
        return;
      case HtmlEventKind::kParagraph:
        if (!behind_number_) Break(2, event.offset);
        return;
      case HtmlEventKind::kBareLink:
        bare_.push_back(event.link);
        return;
    }
  }

  // The line ends here, and at least `breaks` line breaks follow. Links without words in it stand at its end, or in a
  // line of their own where it has no text.
  void Break(size_t breaks, size_t offset) {
    if (!bare_.empty()) PlaceBareLinks();
    // A line of no-break spaces, as word processors write them between paragraphs, is a blank one.
    if (!indent_.empty()) breaks = std::max<size_t>(breaks, 2);
    indent_.clear();
    if (breaks_ == 0) break_offset_ = offset;
    breaks_ = std::max(breaks_, breaks);
    space_ = false;
    behind_number_ = false;
  }

  void PlaceBareLinks() {
    if (breaks_ > 0 && !out_.text.empty()) Flush();
    EndLink();
    for (const int link : bare_) AddLink(link, {out_.text.size(), out_.text.size()});
    bare_.clear();
  }

  void Flush() {
    out_.map.Add(out_.text.size(), break_offset_);
    // More than a few blank lines say no more than those.
    out_.text.append(std::min<size_t>(breaks_, 4), '\n');
    breaks_ = 0;
  }

  bool AtLineStart() const { return breaks_ > 0 || out_.text.empty() || out_.text.back() == '\n'; }

  void Space(size_t offset) {
    if (!indent_.empty() && indent_.back() != ' ') indent_.push_back(' ');
    if (space_ || breaks_ > 0 || out_.text.empty()) return;
    space_ = true;
    space_offset_ = offset;
  }

  // Writes what is due before a character from `offset`, and its anchor.
  void Before(size_t offset, int link) {
    if (breaks_ > 0 && !out_.text.empty()) Flush();
    breaks_ = 0;
    if (!indent_.empty()) {
      out_.map.Add(out_.text.size(), indent_offset_);
      out_.text.append(indent_);
      indent_.clear();
    }
    if (space_) {
      if (link != link_) EndLink();
      out_.map.Add(out_.text.size(), space_offset_);
      out_.text.push_back(' ');
      space_ = false;
    }
    behind_number_ = false;
    if (!bare_.empty()) {
      for (const int bare : bare_) AddLink(bare, {out_.text.size(), out_.text.size()});
      bare_.clear();
    }
    if (link != link_) {
      EndLink();
      link_ = link;
      link_begin_ = out_.text.size();
    }
    out_.map.Add(out_.text.size(), offset);
  }

  void EndLink() {
    if (link_ >= 0) AddLink(link_, {link_begin_, link_end_});
    link_ = -1;
  }

  void AddLink(int link, Span span) { out_.links.push_back({span, page_.links[static_cast<size_t>(link)]}); }

  void Text(const HtmlEvent& event) {
    const std::vector<AlignedAt> anchors = Align(event.original, event.text);
    size_t next = 1;
    for (size_t i = 0; i < event.text.size(); ++i) {
      while (next < anchors.size() && anchors[next].decoded <= i) ++next;
      const AlignedAt& anchor = anchors[next - 1];
      const size_t in_original = std::min(anchor.original + (i - anchor.decoded), event.original.size());
      const size_t offset = event.offset + in_original;
      const char c = event.text[i];
      if (const size_t blank = Folds(c) || !AtLineStart() ? 0 : SpaceAt(event.text, i); blank != 0) {
        if (indent_.empty()) indent_offset_ = offset;
        indent_.append(event.text.substr(i, blank));
        i += blank - 1;
        continue;
      }
      if (event.preformatted && (c == '\n' || c == '\r')) {
        Break(breaks_ + 1, offset);
      } else if (!event.preformatted && Folds(c)) {
        Space(offset);
      } else {
        Before(offset, event.link);
        out_.text.push_back(c);
        link_end_ = out_.text.size();
      }
    }
  }

  // Text that the source holds in another form; all of it comes from the same place.
  void Made(const HtmlEvent& event) {
    Before(event.offset, -1);
    out_.text.append(event.text);
    out_.map.Add(out_.text.size(), event.offset + event.original.size());
  }

  const HtmlEvents& page_;
  HtmlText out_;
  // Line breaks to write before the next text, and where the first of them stands.
  size_t breaks_ = 0;
  size_t break_offset_ = 0;
  bool space_ = false;
  size_t space_offset_ = 0;
  // No-break spaces at the start of a line, until text follows.
  std::string indent_;
  size_t indent_offset_ = 0;
  // Only an item's number stands in this line: its text goes on there.
  bool behind_number_ = false;
  int link_ = -1;
  size_t link_begin_ = 0;
  size_t link_end_ = 0;
  std::vector<int> bare_;
};

}  // namespace

absl::StatusOr<HtmlText> ReadHtml(std::string_view html) {
  const absl::StatusOr<std::unique_ptr<HtmlTree>> tree = HtmlTree::Parse(html);
  if (!tree.ok()) return tree.status();
  const HtmlEvents events = CollectEvents(html, **tree);
  return Writer(events).Run(html.size());
}

}  // namespace lectern::legacy
