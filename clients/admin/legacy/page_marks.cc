#include "clients/admin/legacy/page_marks.h"

#include <algorithm>

#include "clients/admin/legacy/navigation.h"
#include "clients/admin/legacy/rights_notice.h"
#include "clients/admin/legacy/sentences.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestSectionName = 60;

// One past "*** NAME ***" at `pos`, else npos.
size_t MatchSection(std::string_view text, size_t pos) {
  size_t at = pos;
  while (at < text.size() && text[at] == '*') ++at;
  if (at - pos < 3) return npos;
  const size_t name = at;
  bool letters = false;
  for (; at < text.size() && text[at] != '*'; ++at) {
    if (at - name > kLongestSectionName || IsLower(text[at])) return npos;
    letters = letters || IsLetter(text[at]);
  }
  const size_t stars = at;
  while (at < text.size() && text[at] == '*') ++at;
  return letters && at - stars >= 3 ? at : npos;
}

// One past three or more table bars, with or without white space between, at `pos`, else npos.
size_t MatchBars(std::string_view text, size_t pos) {
  size_t count = 0;
  size_t end = pos;
  for (size_t at = pos; at < text.size() && text[at] == '|'; at = SkipSpaces(text, at + 1)) {
    ++count;
    end = at + 1;
  }
  return count >= 3 ? end : npos;
}

// The line that holds `pos`, trimmed.
Span LineAt(std::string_view text, size_t pos) {
  const size_t before = text.substr(0, pos).find_last_of("\r\n");
  const size_t begin = SkipSpaces(text, before == npos ? 0 : before + 1);
  const size_t end = std::min(text.find_first_of("\r\n", pos), text.size());
  return {begin, begin + Trim(text.substr(begin, end - begin)).size()};
}

// True where the line right above or below `line`, blank lines aside, is the menu's.
bool BesideMenu(std::string_view text, Span line) {
  const std::string_view above = Trim(text.substr(0, line.begin));
  const std::string_view below = Trim(text.substr(line.end));
  const size_t start = above.find_last_of("\r\n");
  return IsMenuLine(above.substr(start == npos ? 0 : start + 1)) ||
         IsMenuLine(below.substr(0, below.find_first_of("\r\n")));
}

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text) {}

  std::vector<PageMark> Run() {
    const size_t citation_begin = FindPhrase(text_, "cite this webpage as");
    size_t first_entry = text_.size();
    size_t last_accessed = 0;
    for (const AccessedRun& run : FindAccessedRuns(text_)) {
      if (run.pattern || IsMention(run)) continue;
      Add(BlockKind::kAccessed, run.span);
      first_entry = std::min(first_entry, run.span.begin);
      if (run.span.begin < citation_begin) last_accessed = run.span.end;
    }
    for (size_t pos = 0; pos < text_.size(); ++pos) {
      const size_t end = text_[pos] == '*'   ? MatchSection(text_, pos)
                         : text_[pos] == '|' ? MatchBars(text_, pos)
                                             : npos;
      if (end == npos) {
        while (pos + 1 < text_.size() && text_[pos] == '*' && text_[pos + 1] == '*') ++pos;
        continue;
      }
      if (text_[pos] == '*') first_entry = std::min(first_entry, pos);
      Add(text_[pos] == '*' ? BlockKind::kSection : BlockKind::kBars, {pos, end});
      pos = end - 1;
    }
    Notes();
    Front(text_.substr(0, first_entry));
    const size_t citation = citation_begin;
    Tail(last_accessed, citation);
    std::stable_sort(marks_.begin(), marks_.end(),
                     [](const PageMark& a, const PageMark& b) { return a.span.begin < b.span.begin; });
    // The accessed run of the citation line is its own, wherever the line is wrapped.
    const size_t citation_end = citation == npos ? 0 : BlankLine(text_, citation);
    std::vector<PageMark> kept;
    for (const PageMark& mark : marks_) {
      if (!kept.empty() && mark.span.begin < kept.back().span.end) continue;
      const bool of_citation = citation != npos && mark.span.begin > citation && mark.kind == BlockKind::kAccessed &&
                               mark.span.begin < citation_end;
      if (!of_citation) kept.push_back(mark);
    }
    return kept;
  }

 private:
  void Add(BlockKind kind, Span span, bool opens_rest = false) { marks_.push_back({kind, span, opens_rest}); }

  // A run in the middle of a sentence quotes another source; it is part of the annotation.
  bool IsMention(const AccessedRun& run) const {
    const size_t space = SpaceBefore(text_, run.span.begin);
    const bool opens_line = run.span.begin == 0 || (space == 1 && text_[run.span.begin - 1] == '\n');
    if (opens_line || run.span.end >= text_.size()) return false;
    const char behind = text_[run.span.end];
    return behind == '.' || behind == ',' || behind == ';' || behind == ')';
  }

  void Notes() {
    for (size_t pos = FindPhrase(text_, "at one time this article"); pos != npos;
         pos = FindPhrase(text_, "at one time this article", pos + 1)) {
      const size_t here = FindPhrase(text_.substr(0, SentenceEnd(text_, pos)), "[here]", pos);
      if (here != npos) Add(BlockKind::kArchiveNote, {pos, here + 6});
    }
    for (size_t pos = text_.find('['); pos != npos; pos = text_.find('[', pos + 1)) {
      const size_t end = MatchPhrase(text_, SkipSpaces(text_, pos + 1), "scroll down");
      if (end == npos) continue;
      const size_t close = text_.substr(0, std::min(text_.size(), end + 40)).find(']', end);
      if (close != npos) Add(BlockKind::kReaderNote, {pos, close + 1});
    }
  }

  void Front(std::string_view front) {
    for (const std::string_view opener :
         {"in the early years of the", "in the first decade", "in the first two decades"}) {
      const size_t pos = FindPhrase(front, opener);
      if (pos == npos) continue;
      const size_t century = FindPhrase(front.substr(0, std::min(front.size(), pos + 120)), "century", pos);
      if (century == npos) continue;
      size_t end = century + 7;
      // ", 2000 to 2025"
      size_t at = SkipSpaces(front, end);
      if (at < front.size() && front[at] == ',') at = SkipSpaces(front, at + 1);
      const size_t years = at;
      while (at < front.size() && IsDigit(front[at])) ++at;
      if (at == years + 4) {
        end = at;
        const size_t to = MatchPhrase(front, at, " to ");
        at = to == npos ? (at < front.size() && front[at] == '-' ? at + 1 : at) : to;
        const size_t second = at;
        while (at < front.size() && IsDigit(front[at])) ++at;
        if (at == second + 4) end = at;
      }
      // In a sentence of prose the words go on: "In the first decade of the century, the government ...".
      const size_t behind = SkipSpaces(front, end);
      if (behind < front.size() && (front[behind] == ',' || IsLower(front[behind]))) continue;
      Add(BlockKind::kPeriod, {pos, end});
      break;
    }
    const size_t caution = front.find("CAUTION:");
    if (caution != npos) Add(BlockKind::kCaution, {caution, caution + 8}, true);
    const size_t how = FindPhrase(front, "how to use this webpage");
    if (how != npos) Add(BlockKind::kGuidance, {how, MatchPhrase(front, how, "how to use this webpage")}, true);
    size_t paper = std::min(FindPhrase(front, "term-paper"), FindPhrase(front, "term paper"));
    if (paper != npos && how == npos) {
      const size_t start = SentenceStart(front, paper);
      Add(BlockKind::kGuidance, {start, start + 1}, true);
    }
    for (size_t pos = FindPhrase(front, "resources for teachers"); pos != npos;
         pos = FindPhrase(front, "resources for teachers", pos + 1)) {
      const Span line = LineAt(front, pos);
      if (IsMenuLineAmongOthers(front.substr(line.begin, line.end - line.begin))) {
        // In a column of the menu it points nowhere in particular, and is no sentence with the lines above it.
        Add(BesideMenu(front, line) ? BlockKind::kNavigation : BlockKind::kTeacherPointer, line);
        continue;
      }
      const size_t start = SentenceStart(front, pos);
      const size_t end = SentenceEnd(front, pos);
      if (end - start <= 160 && front.substr(start, end - start).find('|') == npos) {
        Add(BlockKind::kTeacherPointer, {start, end});
      }
    }
  }

  // Rights notice, behind the last entry, and citation line.
  void Tail(size_t from, size_t citation) {
    for (const size_t begin : FindRightsNotice(text_, from, std::min(citation, text_.size()))) {
      Add(BlockKind::kRights, {begin, begin + 1}, true);
    }
    if (citation != npos) {
      Add(BlockKind::kCitation, {citation, MatchPhrase(text_, citation, "cite this webpage as")}, true);
    }
  }

  std::string_view text_;
  std::vector<PageMark> marks_;
};

}  // namespace

std::vector<PageMark> FindPageMarks(std::string_view text) { return Finder(text).Run(); }

}  // namespace lectern::legacy
