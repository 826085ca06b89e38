#include "clients/admin/legacy/page_blocks.h"

#include <algorithm>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/page_marks.h"
#include "clients/admin/legacy/paragraphs.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// Cuts one paragraph at the marks inside it.
class Cutter {
 public:
  Cutter(const SourceText& source, const std::vector<PageMark>& marks) : source_(source), marks_(marks) {}

  std::vector<Block> Run(const std::vector<Paragraph>& paragraphs) {
    for (const Paragraph& paragraph : paragraphs) Cut(paragraph);
    return std::move(blocks_);
  }

 private:
  void Cut(const Paragraph& paragraph) {
    first_of_paragraph_ = true;
    opens_after_blank_ = paragraph.opens_after_blank;
    size_t pos = paragraph.span.begin;
    while (next_ < marks_.size() && marks_[next_].span.begin < paragraph.span.end) {
      const PageMark& mark = marks_[next_++];
      if (mark.span.begin < pos) continue;
      Add(BlockKind::kText, {pos, mark.span.begin});
      size_t end = mark.span.end;
      if (mark.opens_rest) {
        // The rest of the paragraph is its own, up to the next mark; of a citation, accessed run and all.
        end = paragraph.span.end;
        for (size_t i = next_; i < marks_.size() && mark.kind != BlockKind::kCitation; ++i) {
          if (marks_[i].span.begin >= mark.span.end) {
            end = std::min(end, marks_[i].span.begin);
            break;
          }
        }
      }
      Add(mark.kind, {mark.span.begin, end});
      pos = end;
    }
    Add(BlockKind::kText, {pos, paragraph.span.end});
  }

  void Add(BlockKind kind, Span span) {
    const std::string_view text = Trim(source_.text(span));
    if (text.empty()) return;
    Block block;
    block.span.begin = static_cast<size_t>(text.data() - source_.text().data());
    block.span.end = block.span.begin + text.size();
    block.kind = kind == BlockKind::kText ? KindOfText(text) : kind;
    block.in_paragraph = !first_of_paragraph_;
    block.opens_after_blank = first_of_paragraph_ && opens_after_blank_;
    first_of_paragraph_ = false;
    blocks_.push_back(block);
  }

  static BlockKind KindOfText(std::string_view text) {
    if (IsMenu(text)) return BlockKind::kNavigation;
    if (MatchPhrase(text, 0, "description:") != std::string_view::npos && text.size() <= 200)
      return BlockKind::kImageText;
    if (!AddressOf(text).empty()) return BlockKind::kAddress;
    if (IsLeftover(text)) return BlockKind::kEmptyBrackets;
    return BlockKind::kText;
  }

  const SourceText& source_;
  const std::vector<PageMark>& marks_;
  std::vector<Block> blocks_;
  size_t next_ = 0;
  bool first_of_paragraph_ = false;
  bool opens_after_blank_ = false;
};

}  // namespace

bool IsFrontKind(BlockKind kind) {
  switch (kind) {
    case BlockKind::kNavigation:
    case BlockKind::kImageText:
    case BlockKind::kHeading:
    case BlockKind::kPeriod:
    case BlockKind::kCountryName:
    case BlockKind::kCaution:
    case BlockKind::kGuidance:
    case BlockKind::kTeacherPointer:
    case BlockKind::kRights:
    case BlockKind::kCitation:
      return true;
    default:
      return false;
  }
}

std::vector<Block> CutIntoBlocks(const SourceText& source, const CutOptions& options) {
  std::vector<PageMark> marks = FindPageMarks(source.text());
  if (options.without_entries) {
    std::erase_if(marks, [](const PageMark& mark) {
      return mark.kind != BlockKind::kPeriod && mark.kind != BlockKind::kBars && mark.kind != BlockKind::kRights &&
             mark.kind != BlockKind::kCitation;
    });
  }
  for (const Span& heading : options.country_headings) {
    const auto at = std::lower_bound(marks.begin(), marks.end(), heading.begin,
                                     [](const PageMark& mark, size_t begin) { return mark.span.begin < begin; });
    const bool before = at != marks.begin() && std::prev(at)->span.end > heading.begin;
    const bool behind = at != marks.end() && at->span.begin < heading.end;
    if (!before && !behind) marks.insert(at, {BlockKind::kCountryHeading, heading});
  }
  return Cutter(source, marks).Run(FindParagraphs(source, marks));
}

}  // namespace lectern::legacy
