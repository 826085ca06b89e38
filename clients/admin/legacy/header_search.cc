#include "clients/admin/legacy/header_search.h"

#include <algorithm>

#include "clients/admin/legacy/byline.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestByline = 300;
constexpr size_t kShortSentence = 150;
// Title lines and byline together.
constexpr size_t kMostLines = 4;

class Search {
 public:
  Search(const SourceText& source, const std::vector<Block>& blocks) : source_(source), blocks_(blocks) {}

  std::string_view Text(size_t i) const { return source_.text(blocks_[i].span); }
  BlockKind Kind(size_t i) const { return blocks_[i].kind; }

  bool HasMark(size_t i) const {
    std::string title(Shorten(Text(i), kLongestByline));
    return !TakeMediaMarks(&title).empty();
  }
  bool IsAdapted(size_t i) const { return MatchPhrase(Text(i), 0, "adapted from") != std::string_view::npos; }
  bool IsDatedByline(size_t i) const {
    return Text(i).size() <= kLongestByline && LabelOf(Text(i)).empty() && EndsWithDate(Text(i));
  }
  bool NamesPublisher(size_t i) const { return LooksLikeByline(OneLine(Text(i))); }
  bool InSection(size_t low) const {
    return low > 0 && (Kind(low - 1) == BlockKind::kSection || Kind(low - 1) == BlockKind::kCountryHeading);
  }

  std::optional<Header> Before(size_t low, size_t end) {
    Header header;
    header.end = end;
    size_t i = PastMarks(low, end, &header.blocks);
    std::vector<size_t> lines = TitleAndByline(low, i, &header.blocks);
    if (lines.empty()) return std::nullopt;
    Assign(low, lines, &header);
    return header;
  }

 private:
  // Takes addresses, marks and an update line that stand right before `end`; returns where they begin.
  size_t PastMarks(size_t low, size_t end, EntryBlocks* taken) const {
    size_t i = end;
    for (; i > low; --i) {
      const BlockKind kind = Kind(i - 1);
      if (kind == BlockKind::kAddress) {
        taken->addresses.insert(taken->addresses.begin(), i - 1);
      } else if (kind == BlockKind::kEmptyBrackets) {
        taken->leftovers.insert(taken->leftovers.begin(), i - 1);
      } else if (kind == BlockKind::kArchiveNote || kind == BlockKind::kReaderNote) {
        taken->notes.insert(taken->notes.begin(), i - 1);
      } else if (kind == BlockKind::kText && !taken->update && IsUpdate(Text(i - 1)) && i - 1 > low) {
        taken->update = i - 1;
      } else if (kind != BlockKind::kBars) {
        break;
      }
    }
    return i;
  }

  // The lines above `end` that can be title or byline, in page order.
  std::vector<size_t> TitleAndByline(size_t low, size_t end, EntryBlocks* taken) const {
    std::vector<size_t> lines;
    for (size_t i = end; i > low && lines.size() < kMostLines; --i) {
      if (Kind(i - 1) == BlockKind::kBars) continue;
      if (Kind(i - 1) != BlockKind::kText) break;
      const bool nearest = lines.empty();
      const bool line = !IsProse(Text(i - 1)) || (nearest && IsDatedByline(i - 1));
      if (line) {
        lines.insert(lines.begin(), i - 1);
        continue;
      }
      // A title may end like a sentence: right above a byline, or right above the accessed run.
      const bool above_byline = lines.size() == 1 && IsDatedByline(lines[0]) && NamesPublisher(lines[0]);
      const std::string_view text = Text(i - 1);
      if ((nearest || above_byline) && text.size() <= kShortSentence && LabelOf(text).empty() &&
          !blocks_[i - 1].in_paragraph) {
        lines.insert(lines.begin(), i - 1);
        taken->title_guessed = true;
      }
      break;
    }
    return lines;
  }

  // Tells title lines and byline apart.
  void Assign(size_t low, const std::vector<size_t>& lines, Header* header) const {
    EntryBlocks& blocks = header->blocks;
    size_t titles_end = lines.size();
    if (lines.size() >= 2 && !IsAdapted(lines.back()) && !HasMarkAlone(lines)) {
      blocks.byline = lines.back();
      titles_end = lines.size() - 1;
    }
    // The line above the byline is the title. More lines are title too where each is marked, where one says what it
    // was adapted from, where no annotation can stand above, or where the head is a group of its own.
    size_t first = titles_end - 1;
    while (first > 0) {
      const bool marked = HasMark(lines[first]) && HasMark(lines[first - 1]);
      const bool adapted = IsAdapted(lines[first]);
      const bool opens_section = InSection(low) && lines.front() == low;
      const bool group = GroupStart(lines) < first;
      if (!marked && !adapted && !opens_section && !group) break;
      --first;
    }
    for (size_t i = first; i < titles_end; ++i) blocks.titles.push_back(lines[i]);
    header->begin = lines[first];
  }

  // Two lines, the second one marked as a file and the first as well: two title lines and no byline.
  bool HasMarkAlone(const std::vector<size_t>& lines) const {
    return HasMark(lines.back()) && HasMark(lines[lines.size() - 2]);
  }

  // The first of the lines that no blank line parts from the last one.
  size_t GroupStart(const std::vector<size_t>& lines) const {
    size_t start = lines.size() - 1;
    while (start > 0 && !blocks_[lines[start]].opens_after_blank && !blocks_[lines[start]].in_paragraph) --start;
    return start;
  }

  const SourceText& source_;
  const std::vector<Block>& blocks_;
};

}  // namespace

std::optional<Header> HeaderBefore(const SourceText& source, const std::vector<Block>& blocks, size_t low, size_t end) {
  return Search(source, blocks).Before(low, end);
}

std::optional<Header> HeaderWithoutAccess(const SourceText& source, const std::vector<Block>& blocks, size_t begin,
                                          size_t high) {
  const Search search(source, blocks);
  if (begin + 1 >= high || search.Kind(begin) != BlockKind::kText || blocks[begin].in_paragraph) return std::nullopt;
  const std::string_view title = search.Text(begin);
  if (IsProse(title) || IsCapitals(title) || title.size() < 4) return std::nullopt;
  const size_t next = begin + 1;
  const bool line_follows = search.Kind(next) == BlockKind::kText && !blocks[next].in_paragraph;
  const bool dated =
      line_follows && search.IsDatedByline(next) && search.Text(next).find(',') != std::string_view::npos;
  const bool marked = search.HasMark(begin) && line_follows && !IsProse(search.Text(next));
  const bool address = search.Kind(next) == BlockKind::kAddress && blocks[begin].opens_after_blank;
  const bool opens_section = search.InSection(begin) && line_follows && IsProse(search.Text(next));
  if (!dated && !marked && !address && !opens_section) return std::nullopt;
  Header header;
  header.begin = begin;
  header.end = begin + 1;
  header.blocks.titles.push_back(begin);
  if (dated || marked) header.blocks.byline = header.end++;
  for (; header.end < high; ++header.end) {
    if (search.Kind(header.end) == BlockKind::kAddress) {
      header.blocks.addresses.push_back(header.end);
    } else if (search.Kind(header.end) == BlockKind::kEmptyBrackets) {
      header.blocks.leftovers.push_back(header.end);
    } else {
      break;
    }
  }
  return header;
}

}  // namespace lectern::legacy
