#include "clients/admin/legacy/date_tokens.h"

#include <array>
#include <string>

#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

bool InWord(char c) { return IsLetter(c) || static_cast<unsigned char>(c) >= 0x80; }

int MonthOf(std::string_view word) {
  constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                        "may",       "june",     "july",     "august",
                                                        "september", "october",  "november", "december"};
  const std::string lower = AsciiLower(word);
  for (size_t i = 0; i < kMonths.size(); ++i) {
    const bool abbreviated = lower.size() == 3 && kMonths[i].substr(0, 3) == lower;
    if (lower == kMonths[i] || abbreviated) return static_cast<int>(i) + 1;
  }
  return lower == "sept" ? 9 : 0;
}

bool IsOrdinalEnding(std::string_view word) {
  const std::string lower = AsciiLower(word);
  return lower == "st" || lower == "nd" || lower == "rd" || lower == "th";
}

// Length of the typographic mark (dash, curly quote, chevron, ...) that opens `rest`, 0 where none does.
size_t MarkLength(std::string_view rest) {
  if (rest.size() >= 3 && rest.starts_with("\xE2\x80")) return 3;
  return rest.size() >= 2 && rest[0] == '\xC2' ? 2 : 0;
}

}  // namespace

std::vector<DateToken> DateTokens(std::string_view text) {
  std::vector<DateToken> tokens;
  for (size_t pos = 0; pos < text.size();) {
    if (const size_t space = SpaceAt(text, pos)) {
      pos += space;
      continue;
    }
    DateToken token;
    token.begin = pos;
    if (IsDigit(text[pos])) {
      token.kind = DateToken::Kind::kNumber;
      token.glued_to_code = pos > 0 && InWord(text[pos - 1]) && SpaceBefore(text, pos) == 0;
      for (; pos < text.size() && IsDigit(text[pos]); ++pos) {
        ++token.digits;
        token.value = token.digits <= 9 ? token.value * 10 + (text[pos] - '0') : 0;
      }
    } else if (const size_t mark = MarkLength(text.substr(pos))) {
      pos += mark;
    } else if (InWord(text[pos])) {
      token.kind = DateToken::Kind::kWord;
      while (pos < text.size() && InWord(text[pos]) && SpaceAt(text, pos) == 0 && MarkLength(text.substr(pos)) == 0) {
        ++pos;
      }
      const std::string_view word = text.substr(token.begin, pos - token.begin);
      if (!tokens.empty() && tokens.back().kind == DateToken::Kind::kNumber && tokens.back().end == token.begin &&
          IsOrdinalEnding(word)) {
        tokens.back().end = pos;
        tokens.back().ordinal = true;
        continue;
      }
      token.month = MonthOf(word);
    } else {
      ++pos;
    }
    token.end = pos;
    tokens.push_back(token);
  }
  return tokens;
}

}  // namespace lectern::legacy
