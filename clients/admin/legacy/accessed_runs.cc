// Finding accessed runs: the one thing that nearly every entry has.
#include <algorithm>
#include <array>

#include "clients/admin/legacy/dates.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t kLongestRun = 80;
constexpr size_t kLongestDamagedRun = 48;

// One past the word "accessed" (or one of its usual misspellings) at `pos`, else npos.
size_t MatchAccessed(std::string_view text, size_t pos) {
  constexpr std::array<std::string_view, 7> kSpellings = {"accessed", "acessed",  "accesed",  "accessd",
                                                          "accssed",  "accesses", "acccessed"};
  for (const std::string_view spelling : kSpellings) {
    const size_t end = MatchPhrase(text, pos, spelling);
    if (end != std::string_view::npos && (end >= text.size() || !IsLetter(text[end]))) return end;
  }
  return std::string_view::npos;
}

size_t SkipSpaces(std::string_view text, size_t pos) {
  while (const size_t length = SpaceAt(text, pos)) pos += length;
  return pos;
}

// Where the line that holds `pos` ends; looks no further than a damaged run may be long.
size_t LineEnd(std::string_view text, size_t pos) {
  text = text.substr(0, std::min(text.size(), pos + kLongestDamagedRun));
  const size_t end = text.find_first_of("\r\n", pos);
  return end == std::string_view::npos ? text.size() : end;
}

bool AtLineStart(std::string_view text, size_t pos) {
  while (pos > 0) {
    const char before = text[pos - 1];
    if (before == '\n' || before == '\r') return true;
    const size_t space = SpaceBefore(text, pos);
    if (space == 0) return false;
    pos -= space;
  }
  return true;
}

}  // namespace

std::vector<AccessedRun> FindAccessedRuns(std::string_view text) {
  std::vector<AccessedRun> runs;
  for (size_t pos = 0; pos < text.size();) {
    const bool bracket = text[pos] == '[';
    if (!bracket && text[pos] != 'a' && text[pos] != 'A') {
      ++pos;
      continue;
    }
    size_t word = bracket ? SkipSpaces(text, pos + 1) : pos;
    const bool doubled = bracket && word < text.size() && text[word] == '[';
    if (doubled) word = SkipSpaces(text, word + 1);
    const size_t words = MatchAccessed(text, word);
    if (words == std::string_view::npos || (!bracket && !AtLineStart(text, pos))) {
      ++pos;
      continue;
    }
    AccessedRun run;
    const size_t close = text.substr(0, words + kLongestRun < text.size() ? words + kLongestRun : text.size())
                             .find_first_of("[]", words);
    const size_t line_end = LineEnd(text, words);
    const bool closed = close != std::string_view::npos && text[close] == ']';
    if (closed && bracket) {
      run.words = {words, close};
      run.span = {pos, close + 1};
      if (doubled && close + 1 < text.size() && text[close + 1] == ']') ++run.span.end;
    } else {
      // One bracket is missing: taken only where a short line holds the run and nothing else.
      const size_t end = closed && close < line_end ? close : line_end;
      const size_t behind = end + (end < line_end ? 1 : 0);
      const bool ends_line = IsBlank(text.substr(behind, line_end - behind));
      const bool short_enough = end - pos <= kLongestDamagedRun;
      if (!short_enough || !ends_line || (!bracket && end == line_end) ||
          FindDates(text.substr(words, end - words)).empty()) {
        ++pos;
        continue;
      }
      run.words = {words, end};
      run.span = {pos, behind};
      run.damaged = true;
    }
    const std::string_view inside = text.substr(run.words.begin, run.words.end - run.words.begin);
    run.pattern = inside.find('<') != std::string_view::npos;
    pos = run.span.end;
    runs.push_back(run);
  }
  return runs;
}

}  // namespace lectern::legacy
