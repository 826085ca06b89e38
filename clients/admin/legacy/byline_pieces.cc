#include "clients/admin/legacy/byline_pieces.h"

#include <algorithm>
#include <utility>

#include "clients/admin/legacy/byline_words.h"
#include "clients/admin/legacy/reference_numbers.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

// `text` without the words at its end that lead to the number behind it: "Council of Europe Treaty Series No." gives
// "Council of Europe".
std::string_view WithoutLeadWords(std::string_view text, bool* led) {
  *led = false;
  for (bool more = true; more;) {
    more = false;
    text = Trim(text);
    for (const std::string_view word : {"no.", "nos.", "no", "doc.", "document", "application", "act", "treaty series",
                                        "resolution", "decision", "recommendation", "directive", "(", "-", "["}) {
      if (text.size() < word.size() || AsciiLower(text.substr(text.size() - word.size())) != word) continue;
      const size_t before = text.size() - word.size();
      if (IsLetter(word.front()) && before > 0 && SpaceBefore(text, before) == 0) continue;
      *led = *led || word.size() > 4;
      text = Trim(text.substr(0, before));
      more = true;
    }
  }
  return text;
}

}  // namespace

bool IsIssue(std::string_view segment) {
  for (const std::string_view opener : {"issue ", "no. ", "vol. ", "volume ", "number "}) {
    const size_t end = MatchPhrase(segment, 0, opener);
    if (end != npos && end < segment.size() && IsDigit(segment[end])) return true;
  }
  return false;
}

bool IsVolumeOrPages(std::string_view segment) {
  if (segment.empty() || !IsDigit(segment.front())) return false;
  const bool plain = std::all_of(segment.begin(), segment.end(), [](char c) {
    return IsDigit(c) || c == '(' || c == ')' || c == '-' || c == ':' || c == '\xE2' || c == '\x80' || c == '\x93';
  });
  return plain && segment.find_first_of("(-:\xE2") != npos;
}

std::vector<v1::Contributor> ReadPersons(std::string_view segment) {
  std::vector<v1::Contributor> persons;
  if (segment.starts_with("and ")) segment.remove_prefix(4);
  for (size_t pos = 0; pos <= segment.size();) {
    size_t link = std::min(segment.find(" and ", pos), segment.find(" & ", pos));
    const size_t skip = link == npos ? 1 : segment[link + 1] == '&' ? 3 : 5;
    link = std::min(link, segment.size());
    auto person = ReadPerson(Trim(segment.substr(pos, link - pos)));
    if (!person) return {};
    persons.push_back(*std::move(person));
    pos = link + skip;
  }
  return persons;
}

bool IsBesideBody(std::string_view segment) {
  for (const std::string_view word :
       {"session", "plenary meeting", "agenda item", "treaty series", "evaluation round", "monitoring round",
        "reporting round", "evaluation cycle", "monitoring cycle", "reporting cycle", "review cycle"}) {
    if (HasWord(segment, word)) return true;
  }
  return !FindReferenceNumbers(segment).empty();
}

std::string_view BodyIn(std::string_view segment) {
  if (!ReadPersons(segment).empty()) return {};
  const std::vector<ReferenceNumber> numbers = FindReferenceNumbers(segment);
  if (numbers.empty()) return IsBesideBody(segment) || !IsBodyName(segment) ? std::string_view() : segment;
  bool led = false;
  const Span span = numbers.front().span;
  const std::string_view name = WithoutLeadWords(segment.substr(0, span.begin), &led);
  const bool document = led || segment.substr(span.begin, span.end - span.begin).find('/') != npos ||
                        numbers.front().kind == ReferenceNumber::Kind::kSymbol;
  // "School No. 5" is a name; "Council Resolution 55/25" is not.
  const std::string_view body = document ? name : segment;
  return IsBodyName(body) ? body : std::string_view();
}

std::vector<std::string_view> Pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (size_t pos = 0; pos <= text.size();) {
    const size_t comma = std::min(text.find_first_of(",;", pos), text.size());
    std::string_view piece = Trim(text.substr(pos, comma - pos));
    while (!piece.empty() && (piece.back() == '-' || piece.back() == '('))
      piece = Trim(piece.substr(0, piece.size() - 1));
    while (!piece.empty() && piece.front() == ')') piece = Trim(piece.substr(1));
    if (!piece.empty()) pieces.push_back(piece);
    pos = comma + 1;
  }
  return pieces;
}

}  // namespace lectern::legacy
