#include "clients/admin/legacy/entry_layout.h"

#include <algorithm>
#include <map>
#include <utility>

#include "clients/admin/legacy/header_search.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestCutOutTitle = 300;
constexpr size_t kNone = static_cast<size_t>(-1);

class Layout {
 public:
  Layout(const SourceText& source, std::vector<Block> blocks) : source_(source) {
    for (size_t i = 0; i < blocks.size(); ++i) {
      size_t next = i + 1;
      while (next < blocks.size() && IsBetween(blocks[next].kind)) ++next;
      const bool before_access = next < blocks.size() && blocks[next].kind == BlockKind::kAccessed;
      if (blocks[i].kind == BlockKind::kText && (before_access || AboveByline(blocks, i))) {
        CutTail(blocks[i]);
      } else {
        page_.blocks.push_back(blocks[i]);
      }
    }
  }

  PageLayout Run() {
    FindHeaders();
    size_t i = 0;
    while (i < page_.blocks.size()) i = Take(i);
    return std::move(page_);
  }

 private:
  std::string_view Text(size_t i) const { return source_.text(page_.blocks[i].span); }
  BlockKind Kind(size_t i) const { return page_.blocks[i].kind; }

  // What may stand between byline and accessed run.
  static bool IsBetween(BlockKind kind) {
    return kind == BlockKind::kAddress || kind == BlockKind::kArchiveNote || kind == BlockKind::kEmptyBrackets;
  }

  // A wrapped paragraph right above byline and accessed run: its last line can be the title, when the line before that
  // was too full to show it.
  bool AboveByline(const std::vector<Block>& blocks, size_t i) const {
    const size_t byline = i + 1;
    if (byline + 1 >= blocks.size() || blocks[byline].kind != BlockKind::kText || blocks[byline].opens_after_blank)
      return false;
    const bool accessed = blocks[byline + 1].kind == BlockKind::kAccessed || IsBetween(blocks[byline + 1].kind);
    const std::string_view text = source_.text(blocks[byline].span);
    return accessed && source_.text(blocks[i].span).find('\n') != std::string_view::npos && text.size() <= 300 &&
           LabelOf(text).empty() && EndsWithDate(text);
  }

  // Parts what runs together right before an accessed run: annotation of the entry before, title and byline, address.
  void CutTail(Block block) {
    std::vector<Block> behind;
    std::string_view text = source_.text(block.span);
    size_t last_word = text.size();
    while (last_word > 0 && text.size() - last_word < 2048 && SpaceBefore(text, last_word) == 0) --last_word;
    if (last_word > 0 && !AddressOf(text.substr(last_word)).empty()) {
      behind.push_back(Part(block, last_word, BlockKind::kAddress));
      text = Trim(text.substr(0, last_word));
      block.span.end = block.span.begin + text.size();
    }
    const size_t sentence = LastSentenceEnd(text);
    const std::string_view tail = Trim(text.substr(sentence));
    const bool runs_together = IsProse(text) || block.in_paragraph;
    const bool fits = tail.size() >= 4 && tail.size() <= kLongestCutOutTitle && !IsProse(tail) && !IsUpdate(tail);
    if (sentence != 0 && runs_together && fits) {
      cut_out_.push_back(block.span.begin + static_cast<size_t>(tail.data() - text.data()));
      behind.insert(behind.begin(), Part(block, sentence, BlockKind::kText));
      block.span.end = block.span.begin + sentence;
    }
    // In one line with a mark, the mark ends the title: "A survey [PDF] Example Institute, 2009".
    Block& title = behind.empty() || behind.front().kind == BlockKind::kAddress ? block : behind.front();
    if (const size_t mark = MarkEnd(source_.text(title.span)); mark != 0) {
      const Block byline = Part(title, mark, BlockKind::kText);
      title.span.end = title.span.begin + mark;
      behind.insert(&title == &block ? behind.begin() : behind.begin() + 1, byline);
    }
    page_.blocks.push_back(block);
    page_.blocks.insert(page_.blocks.end(), behind.begin(), behind.end());
  }

  // One past the last media mark of a line that goes on behind it, else 0.
  static size_t MarkEnd(std::string_view text) {
    if (text.size() > kLongestCutOutTitle) return 0;
    size_t found = 0;
    for (size_t close = text.find(']'); close != std::string_view::npos; close = text.find(']', close + 1)) {
      const size_t open = text.rfind('[', close);
      if (open == std::string_view::npos || open == 0) continue;
      std::string mark(text.substr(open, close + 1 - open));
      if (!TakeMediaMarks(&mark).empty()) found = close + 1;
    }
    return found != 0 && Trim(text.substr(found)).size() >= 4 ? found : 0;
  }

  Block Part(const Block& block, size_t from, BlockKind kind) const {
    Block part = block;
    const std::string_view text = Trim(source_.text({block.span.begin + from, block.span.end}));
    part.kind = kind;
    part.span.begin = static_cast<size_t>(text.data() - source_.text().data());
    part.span.end = part.span.begin + text.size();
    part.in_paragraph = true;
    part.opens_after_blank = false;
    return part;
  }

  // One past the accessed runs that begin at `i`, with the addresses and marks between them.
  size_t GroupEnd(size_t i) const {
    size_t end = i;
    for (size_t at = i; at < page_.blocks.size(); ++at) {
      const BlockKind kind = Kind(at);
      if (kind == BlockKind::kAccessed) {
        end = at + 1;
      } else if (kind != BlockKind::kAddress && kind != BlockKind::kEmptyBrackets && kind != BlockKind::kArchiveNote &&
                 kind != BlockKind::kReaderNote && !(kind == BlockKind::kText && IsUpdate(Text(at)))) {
        break;
      }
    }
    return end;
  }

  void FindHeaders() {
    size_t low = 0;
    for (size_t i = 0; i < page_.blocks.size();) {
      if (IsFrontKind(Kind(i)) || Kind(i) == BlockKind::kSection || Kind(i) == BlockKind::kCountryHeading) low = i + 1;
      if (Kind(i) != BlockKind::kAccessed) {
        ++i;
        continue;
      }
      if (auto header = HeaderBefore(source_, page_.blocks, low, i)) {
        headers_.emplace(header->begin, *std::move(header));
      }
      low = i = GroupEnd(i);
    }
    // Without an accessed run an entry is looked for only behind what opens the page.
    body_begin_ = headers_.empty() ? kNone : headers_.begin()->first;
    size_t last_opener = kNone;
    for (size_t i = 0; i < page_.blocks.size() && i < body_begin_; ++i) {
      if (Kind(i) == BlockKind::kSection || Kind(i) == BlockKind::kCountryHeading) {
        body_begin_ = i;
      } else if (Kind(i) == BlockKind::kCaution || Kind(i) == BlockKind::kGuidance ||
                 Kind(i) == BlockKind::kTeacherPointer) {
        last_opener = i;
      }
    }
    if (last_opener != kNone) body_begin_ = std::min(body_begin_, last_opener + 1);
    if (body_begin_ == kNone) body_begin_ = page_.blocks.size();
  }

  // Handles the block at `i` and returns the next one to handle.
  size_t Take(size_t i) {
    if (const auto header = headers_.find(i); header != headers_.end()) return Open(header->second, true);
    switch (Kind(i)) {
      case BlockKind::kSection:
        section_ = SectionName(Text(i));
        if (std::find(page_.sections.begin(), page_.sections.end(), section_) == page_.sections.end()) {
          page_.sections.push_back(section_);
        }
        open_ = false;
        page_.around.push_back(i);
        return i + 1;
      case BlockKind::kCountryHeading:
        country_heading_ = i;
        open_ = false;
        page_.around.push_back(i);
        return i + 1;
      case BlockKind::kRights:
      case BlockKind::kCitation:
        open_ = false;
        closed_ = true;
        page_.around.push_back(i);
        return i + 1;
      case BlockKind::kAccessed:
        return Stray(i);
      default:
        break;
    }
    if (i >= body_begin_ && !closed_) {
      const auto next = headers_.upper_bound(i);
      const size_t high = next == headers_.end() ? page_.blocks.size() : next->first;
      if (auto header = HeaderWithoutAccess(source_, page_.blocks, i, high)) return Open(*header, false);
    }
    Append(i);
    return i + 1;
  }

  size_t Open(const Header& header, bool accessed) {
    EntryBlocks entry = header.blocks;
    entry.section = section_;
    entry.country_heading = country_heading_;
    for (const size_t title : entry.titles) {
      const size_t begin = page_.blocks[title].span.begin;
      entry.title_cut_out = entry.title_cut_out || std::binary_search(cut_out_.begin(), cut_out_.end(), begin);
    }
    if (section_.empty() && (page_.sections.empty() || !page_.sections.front().empty())) {
      page_.sections.insert(page_.sections.begin(), "");
    }
    // Table bars inside the head belong to the page.
    for (size_t i = header.begin; i < header.end; ++i) {
      if (Kind(i) == BlockKind::kBars) page_.around.push_back(i);
    }
    open_ = true;
    closed_ = false;
    page_.entries.push_back(std::move(entry));
    if (accessed) return TakeGroup(header.end);
    page_.entries.back().warnings.push_back(
        "No accessed date stands here; the entry was told by its title and byline, please check where it begins.");
    return header.end;
  }

  size_t TakeGroup(size_t i) {
    EntryBlocks& entry = page_.entries.back();
    const size_t end = GroupEnd(i);
    for (; i < end; ++i) {
      switch (Kind(i)) {
        case BlockKind::kAccessed:
          entry.accesses.push_back(i);
          break;
        case BlockKind::kAddress:
          entry.addresses.push_back(i);
          break;
        case BlockKind::kEmptyBrackets:
          entry.leftovers.push_back(i);
          break;
        default:
          entry.notes.push_back(i);
      }
    }
    // An address right below the accessed date is the entry's where it has no other.
    const bool below = i < page_.blocks.size() && Kind(i) == BlockKind::kAddress && !page_.blocks[i].opens_after_blank;
    if (below && entry.addresses.empty() && !headers_.contains(i)) entry.addresses.push_back(i++);
    return i;
  }

  // An accessed run without a title above it.
  size_t Stray(size_t i) {
    if (!open_) {
      page_.around.push_back(i);
      return i + 1;
    }
    page_.entries.back().warnings.push_back(
        "An accessed date stands here without a title above it; it was added to this entry, please check.");
    return TakeGroup(i);
  }

  void Append(size_t i) {
    const BlockKind kind = Kind(i);
    const bool of_page = IsFrontKind(kind) || kind == BlockKind::kBars;
    if (!open_ || of_page) {
      page_.around.push_back(i);
    } else if (kind == BlockKind::kArchiveNote || kind == BlockKind::kReaderNote) {
      page_.entries.back().notes.push_back(i);
    } else if (kind == BlockKind::kEmptyBrackets) {
      page_.entries.back().leftovers.push_back(i);
    } else {
      page_.entries.back().annotation.push_back(i);
    }
  }

  static std::string SectionName(std::string_view text) {
    const size_t begin = text.find_first_not_of('*');
    const size_t end = text.find_last_not_of('*');
    return Collapse(text.substr(begin, end - begin + 1));
  }

  const SourceText& source_;
  PageLayout page_;
  std::map<size_t, Header> headers_;
  std::vector<size_t> cut_out_;
  std::string section_;
  std::optional<size_t> country_heading_;
  size_t body_begin_ = kNone;
  // Whether what follows belongs to the last entry.
  bool open_ = false;
  // Whether the page's tail has begun.
  bool closed_ = false;
};

}  // namespace

PageLayout LayOut(const SourceText& source, std::vector<Block> blocks) {
  return Layout(source, std::move(blocks)).Run();
}

}  // namespace lectern::legacy
