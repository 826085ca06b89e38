#include "clients/admin/legacy/reference_numbers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "clients/admin/legacy/date_tokens.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

size_t PastDigits(std::string_view text, size_t pos) {
  while (pos < text.size() && IsDigit(text[pos])) ++pos;
  return pos;
}

// One past a hyphen or dash at `pos`, else `pos`.
size_t PastDash(std::string_view text, size_t pos) {
  const std::string_view rest = text.substr(std::min(pos, text.size()));
  if (rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x90")) return pos + 3;
  return rest.starts_with("-") ? pos + 1 : pos;
}

// One past "108(10)" at `pos`, else npos.
size_t MatchVolumeAndIssue(std::string_view text, size_t pos) {
  const size_t open = PastDigits(text, pos);
  if (open == pos || open >= text.size() || text[open] != '(') return npos;
  size_t close = PastDigits(text, open + 1);
  if (close == open + 1) return npos;
  if (const size_t dash = PastDash(text, close); dash != close) close = PastDigits(text, dash);
  return close < text.size() && text[close] == ')' ? close + 1 : npos;
}

// One past a range of numbers ("1722-1733") at `pos`, else npos. A date written with hyphens is none.
size_t MatchRange(std::string_view text, size_t pos) {
  const size_t first = PastDigits(text, pos);
  const size_t dash = PastDash(text, first);
  const size_t second = PastDigits(text, dash);
  if (first == pos || dash == first || second == dash || PastDash(text, second) != second) return npos;
  return second;
}

// Past what parts volume, issue and pages.
size_t PastMarks(std::string_view text, size_t pos) {
  while (pos < text.size()) {
    if (const size_t space = SpaceAt(text, pos)) {
      pos += space;
    } else if (text[pos] == ',' || text[pos] == ':' || text[pos] == ';') {
      ++pos;
    } else {
      break;
    }
  }
  return pos;
}

// Pages that stand right behind volume and issue, whose end is `pos`.
std::optional<Span> PagesBehind(std::string_view text, size_t pos) {
  const size_t begin = PastMarks(text, pos);
  if (const size_t range = MatchRange(text, begin); range != npos) return Span{begin, range};
  const size_t end = PastDigits(text, begin);
  if (end - begin < 4 || PastDash(text, end) != end) return std::nullopt;
  // A year may stand between issue and pages: "108(10), 2013, 1722-1733".
  const size_t next = PastMarks(text, end);
  if (const size_t range = MatchRange(text, next); range != npos) return Span{next, range};
  return Span{begin, end};
}

bool NamesNumber(std::string_view lower) {
  constexpr std::array<std::string_view, 7> kWords = {"no", "no.", "nos.", "number", "issue", "vol.", "volume"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// Words whose number has a slash; a plain number behind them can be a day ("Decision 5 May 2004").
bool NamesSlashedNumber(std::string_view lower) {
  constexpr std::array<std::string_view, 8> kWords = {"resolution", "resolutions",    "res.",      "decision",
                                                      "decisions",  "recommendation", "directive", "application"};
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

bool NamesPages(std::string_view lower) {
  return lower == "p." || lower == "pp." || lower == "pp" || lower == "pages" || lower == "page";
}

// The number that follows a word such as "No.": 29, 29 of 2022, 25965/04, 2000/85. A year alone is left.
size_t MatchNumbered(std::string_view text, size_t pos) {
  size_t end = PastDigits(text, pos);
  const size_t digits = end - pos;
  if (digits == 0) return npos;
  bool slash = false;
  while (end + 1 < text.size() && text[end] == '/' && IsDigit(text[end + 1])) {
    slash = true;
    end = PastDigits(text, end + 1);
  }
  const bool ends = end >= text.size() || (!IsLetter(text[end]) && text[end] != '/' && text[end] != '(');
  if (!ends || PastDash(text, end) != end || (digits == 4 && !slash)) return npos;
  if (const size_t of = MatchPhrase(text, end, " of "); of != npos && PastDigits(text, of) == of + 4) end = of + 4;
  return end;
}

// `word` without the brackets, quotes and points around it that are not its own.
std::string_view Core(std::string_view word) {
  constexpr std::string_view kOpeners = "([\"'";
  constexpr std::string_view kClosers = "]\"'.:";
  while (!word.empty() && kOpeners.find(word.front()) != npos) word.remove_prefix(1);
  while (!word.empty() && (kClosers.find(word.back()) != npos || (word.back() == ')' && word.find('(') == npos))) {
    word.remove_suffix(1);
  }
  return word;
}

}  // namespace

bool IsDocumentSymbol(std::string_view word) {
  bool slash = false;
  bool digit = false;
  bool year_in_brackets = false;
  bool capitals = false;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    digit = digit || IsDigit(c);
    slash = slash || (c == '/' && i > 0 && i + 1 < word.size());
    if (c == '(' && i > 0 && IsLetter(word[i - 1])) {
      const size_t close = PastDigits(word, i + 1);
      year_in_brackets = close == i + 5 && close + 1 < word.size() && word[close] == ')' && IsDigit(word[close + 1]);
      if (year_in_brackets) slash = true;
    }
    const bool fits = IsLetter(c) || IsDigit(c) || std::string_view("/().-_:").find(c) != npos;
    if (!fits) return false;
  }
  if (!slash || !digit) return false;
  for (const DateToken& token : DateTokens(word)) {
    if (token.kind != DateToken::Kind::kWord) continue;
    if (token.month != 0) return false;
    const std::string_view letters = word.substr(token.begin, token.end - token.begin);
    if (!IsUpper(letters.front())) return false;
    capitals = capitals || std::none_of(letters.begin(), letters.end(), IsLower);
  }
  return capitals;
}

std::vector<ReferenceNumber> FindReferenceNumbers(std::string_view text) {
  std::vector<ReferenceNumber> found;
  const auto add = [&](ReferenceNumber::Kind kind, Span span) {
    if (found.empty() || found.back().span.end <= span.begin) found.push_back({kind, span});
  };
  std::string before;
  for (size_t pos = 0; pos < text.size();) {
    pos = PastMarks(text, pos);
    size_t end = pos;
    while (end < text.size() && SpaceAt(text, end) == 0 && text[end] != ',' && text[end] != ';') ++end;
    const std::string_view word = Core(text.substr(pos, end - pos));
    const size_t begin = word.empty() ? pos : static_cast<size_t>(word.data() - text.data());
    if (IsDocumentSymbol(word)) {
      add(ReferenceNumber::Kind::kSymbol, {begin, begin + word.size()});
    } else if (const size_t volume = MatchVolumeAndIssue(text, begin); volume != npos) {
      if (const auto pages = PagesBehind(text, volume)) add(ReferenceNumber::Kind::kPages, *pages);
    } else if (NamesPages(before)) {
      const size_t range = MatchRange(text, begin);
      const size_t number = range != npos ? range : PastDigits(text, begin);
      if (number > begin) add(ReferenceNumber::Kind::kPages, {begin, number});
    } else if (NamesNumber(before) || NamesSlashedNumber(before)) {
      const size_t number = MatchNumbered(text, begin);
      const bool slash = number != npos && text.substr(begin, number - begin).find('/') != npos;
      if (slash || (number != npos && NamesNumber(before))) add(ReferenceNumber::Kind::kNumbered, {begin, number});
    }
    // A comma parts a number from the word before it.
    const bool comma = end < text.size() && (text[end] == ',' || text[end] == ';');
    before = comma ? std::string() : AsciiLower(text.substr(pos, end - pos));
    pos = std::max(end, pos + 1);
  }
  return found;
}

bool IsVolumeAndIssue(std::string_view word) { return MatchVolumeAndIssue(word, 0) == word.size(); }

}  // namespace lectern::legacy
