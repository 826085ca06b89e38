#include "clients/admin/legacy/line_shapes.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/dates.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kLongestTitle = 300;
constexpr size_t kLongestHeading = 200;

bool IsAnyOf(char c, std::string_view set) { return set.find(c) != npos; }

// Length of a dash at `pos` (hyphen, en or em dash), 0 where there is none.
size_t DashAt(std::string_view text, size_t pos) {
  const std::string_view rest = text.substr(pos);
  if (rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94")) return 3;
  return rest.starts_with("-") ? 1 : 0;
}

bool HasCapitalsAlone(std::string_view text, size_t at_least) {
  const auto capitals = static_cast<size_t>(std::count_if(text.begin(), text.end(), IsUpper));
  return capitals >= at_least && std::none_of(text.begin(), text.end(), IsLower);
}

// `text` without closing quotes and brackets at its end.
std::string_view WithoutClosers(std::string_view text) {
  while (!text.empty()) {
    if (IsAnyOf(text.back(), "\"')")) {
      text.remove_suffix(1);
    } else if (text.ends_with("\xE2\x80\x9D") || text.ends_with("\xE2\x80\x99")) {
      text.remove_suffix(3);
    } else {
      break;
    }
  }
  return text;
}

// True where the full stop at the end of `text` belongs to an abbreviation or an initial.
bool EndsWithAbbreviation(std::string_view text) {
  constexpr std::array<std::string_view, 28> kKnown = {"inc.", "ltd.",  "co.",  "corp.", "jr.",  "sr.",  "dr.",
                                                       "mr.",  "mrs.",  "ms.",  "prof.", "no.",  "vol.", "al.",
                                                       "st.",  "dept.", "gov.", "sept.", "jan.", "feb.", "aug.",
                                                       "oct.", "nov.",  "dec.", "pp.",   "rev.", "ed.",  "etc."};
  size_t begin = text.size();
  while (begin > 0 && SpaceBefore(text, begin) == 0 && text[begin - 1] != '(') --begin;
  const std::string word = AsciiLower(text.substr(begin));
  if (std::find(kKnown.begin(), kKnown.end(), word) != kKnown.end()) return true;
  // "U.S.", "D.C.", "B."
  return word.size() >= 2 && (word.size() == 2 || word[word.size() - 3] == '.') && IsLetter(word[word.size() - 2]);
}

// True where a sentence ends right before `pos`, which is at white space.
bool SentenceEndsAt(std::string_view text, size_t pos) {
  const std::string_view before = WithoutClosers(text.substr(0, pos));
  if (before.empty()) return false;
  if (before.back() == '?' || before.back() == '!') return true;
  return before.back() == '.' && !EndsWithAbbreviation(before.substr(before.size() > 40 ? before.size() - 40 : 0));
}

}  // namespace

bool IsMenu(std::string_view text) {
  return text.size() <= 1000 && text.starts_with("[") && text.ends_with("]") && text.find('|') != npos;
}

std::string_view AddressOf(std::string_view text) {
  text = Trim(text);
  if (text.size() > 2048 || text.size() < 4) return {};
  while (!text.empty() && IsAnyOf(text.front(), "[<(")) text.remove_prefix(1);
  while (!text.empty() && IsAnyOf(text.back(), "]>),")) text.remove_suffix(1);
  text = Trim(text);
  for (size_t pos = 0; pos < text.size(); ++pos) {
    if (SpaceAt(text, pos) != 0) return {};
  }
  std::string_view host = text;
  const bool has_scheme = MatchPhrase(text, 0, "http://") != npos || MatchPhrase(text, 0, "https://") != npos;
  if (has_scheme) host.remove_prefix(text.find("//") + 2);
  const bool has_path = host.find('/') != npos;
  host = host.substr(0, host.find_first_of("/?#:"));
  const size_t dot = host.rfind('.');
  if (dot == npos || dot == 0 || host.size() - dot - 1 < 2 || host.size() - dot - 1 > 24) return {};
  for (const char c : host.substr(dot + 1)) {
    if (!IsLetter(c)) return {};
  }
  for (const char c : host) {
    if (!IsLetter(c) && !IsDigit(c) && c != '.' && c != '-' && c != '_') return {};
  }
  const bool named = MatchPhrase(host, 0, "www.") != npos;
  return has_scheme || named || has_path ? text : std::string_view();
}

bool IsLeftover(std::string_view text) {
  if (text.size() > 24) return false;
  if (text == "[]" || text == "[ ]" || text == "[[]]") return true;
  const bool only_marks = std::all_of(text.begin(), text.end(), [](char c) { return IsAnyOf(c, "\",;[]' "); });
  return only_marks && text.find(',') != npos;
}

std::string_view LabelOf(std::string_view text) {
  const char open = text.empty() ? '\0' : text.front();
  const bool bracketed = open == '[' || open == '(';
  size_t pos = bracketed ? 1 : 0;
  const size_t digits = pos;
  while (pos < text.size() && IsDigit(text[pos])) ++pos;
  if (pos == digits || pos - digits > 4 || (!bracketed && pos - digits > 3)) return {};
  // A year in brackets is no paragraph's number.
  if (pos - digits == 4) return {};
  if (bracketed && pos < text.size() && IsLower(text[pos])) ++pos;
  const char close = open == '[' ? ']' : open == '(' ? ')' : '.';
  if (pos >= text.size() || text[pos] != close) return {};
  ++pos;
  if (pos < text.size() && SpaceAt(text, pos) == 0) return {};
  return text.substr(0, pos);
}

OpeningHeading HeadingOf(std::string_view text) {
  OpeningHeading found;
  const std::string_view head = text.substr(0, std::min(text.size(), kLongestHeading + 8));
  size_t segment = 0;
  for (size_t pos = 0; pos < head.size(); ++pos) {
    const size_t dash = DashAt(head, pos);
    if (dash == 0) continue;
    const bool space_before = SpaceBefore(head, pos) != 0;
    const bool space_behind = pos + dash >= head.size() || SpaceAt(head, pos + dash) != 0;
    if (!space_before && !space_behind) continue;
    const std::string_view part = Trim(head.substr(segment, pos - segment));
    // Two letters are enough behind a heading's first part ("AIDS - UN -").
    if (!HasCapitalsAlone(part, found.heading.empty() ? 3 : 2)) break;
    found.heading = Trim(head.substr(0, pos));
    size_t rest = pos + dash;
    while (const size_t space = SpaceAt(text, rest)) rest += space;
    found.rest = rest;
    segment = pos + dash;
    pos += dash - 1;
  }
  return found;
}

bool IsCapitals(std::string_view text) { return text.size() <= kLongestHeading && HasCapitalsAlone(text, 3); }

std::vector<std::string> TakeMediaMarks(std::string* title) {
  constexpr std::array<std::string_view, 14> kMarks = {"PDF", "DOC",  "DOCX", "RTF",   "PPT",   "XLS",  "TXT",
                                                       "ZIP", "HTML", "HTM",  "VIDEO", "AUDIO", "PPTX", "WORD"};
  std::vector<std::string> marks;
  for (size_t open = title->find('['); open != npos; open = title->find('[', open)) {
    const size_t close = title->find(']', open);
    if (close == npos) break;
    std::string inside(Trim(std::string_view(*title).substr(open + 1, close - open - 1)));
    std::string upper = inside;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return IsLower(c) ? static_cast<char>(c - 'a' + 'A') : c; });
    if (std::find(kMarks.begin(), kMarks.end(), upper) == kMarks.end()) {
      ++open;
      continue;
    }
    marks.push_back(std::move(inside));
    size_t begin = open;
    while (const size_t space = SpaceBefore(*title, begin)) begin -= space;
    title->erase(begin, close + 1 - begin);
    open = begin;
  }
  *title = std::string(Trim(*title));
  return marks;
}

bool IsProse(std::string_view text) {
  text = Trim(text);
  if (text.empty() || text.size() > kLongestTitle || !LabelOf(text).empty()) return true;
  const std::string_view bare = WithoutClosers(text);
  if (bare.empty() || IsAnyOf(bare.back(), ";:") || bare.ends_with("\xE2\x80\xA6") || bare.ends_with("..."))
    return true;
  if (bare.back() == '.' && SentenceEndsAt(text, text.size())) return true;
  // A full stop inside ends a sentence where a long enough one stands before it.
  for (size_t pos = 1; pos < text.size(); ++pos) {
    if (pos <= 30 || SpaceAt(text, pos) == 0 || SpaceBefore(text, pos) != 0) continue;
    if (WithoutClosers(text.substr(0, pos)).ends_with(".") && SentenceEndsAt(text, pos)) return true;
  }
  return false;
}

bool EndsWithDate(std::string_view text) {
  text = text.substr(0, text.find(",,"));
  const auto date = FindPublicationDate(text);
  return date && date->begin > 0 && DateEndsText(text, date->end);
}

bool IsUpdate(std::string_view text) {
  if (text.size() > 60) return false;
  const auto date = FindPublicationDate(text);
  const bool says_so =
      HasWord(text, "updated") || HasWord(text, "revised") || HasWord(text, "posted") || HasWord(text, "published");
  return says_so && date && date->begin == 0 && DateEndsText(text, date->end);
}

bool EndsSentence(std::string_view text) {
  text = Trim(text);
  const std::string_view bare = WithoutClosers(text);
  return !bare.empty() && (bare.back() == ':' || SentenceEndsAt(text, text.size()));
}

size_t LastSentenceEnd(std::string_view text) {
  for (size_t pos = text.size(); pos > 1; --pos) {
    if (SpaceAt(text, pos - 1) != 0 && SpaceAt(text, pos) == 0 && pos < text.size()) {
      size_t end = pos - 1;
      while (const size_t space = SpaceBefore(text, end)) end -= space;
      if (SentenceEndsAt(text, end)) return end;
    }
    if (text.size() - pos > 2 * kLongestTitle) break;
  }
  return 0;
}

}  // namespace lectern::legacy
