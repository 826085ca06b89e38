#include "services/aip/filter/scanner.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "unicode/utf8.h"

namespace lectern::aip::filter {
namespace {

bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }

bool IsWordCharacter(char c, bool colons) {
  if (c == ':') return colons;
  if (IsSpace(c) || absl::ascii_iscntrl(static_cast<unsigned char>(c))) return false;
  return std::string_view("\"'()<>=!,;\\").find(c) == std::string_view::npos;
}

bool IsNameCharacter(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_'; }

}  // namespace

void Scanner::SkipSpace() {
  while (!AtEnd() && IsSpace(text_[at_])) ++at_;
}

bool Scanner::Take(char c) {
  if (AtEnd() || text_[at_] != c) return false;
  ++at_;
  return true;
}

std::string_view Scanner::PeekWord(bool colons) const {
  size_t end = at_;
  while (end < text_.size() && IsWordCharacter(text_[end], colons)) ++end;
  return text_.substr(at_, end - at_);
}

std::string_view Scanner::TakeWord(bool colons) {
  const std::string_view word = PeekWord(colons);
  at_ += word.size();
  return word;
}

bool Scanner::TakeKeyword(std::string_view keyword) {
  if (PeekWord(false) != keyword) return false;
  at_ += keyword.size();
  return true;
}

std::optional<Operator> Scanner::TakeOperator() {
  const auto next_is = [this](char c) { return at_ + 1 < text_.size() && text_[at_ + 1] == c; };
  const bool with_equal = next_is('=');
  std::optional<Operator> op;
  switch (Peek()) {
    case '=':
      ++at_;
      return Operator::kEqual;
    case ':':
      ++at_;
      return Operator::kHas;
    case '!':
      if (with_equal) op = Operator::kNotEqual;
      break;
    case '<':
      op = with_equal ? Operator::kLessOrEqual : Operator::kLess;
      break;
    case '>':
      op = with_equal ? Operator::kGreaterOrEqual : Operator::kGreater;
      break;
    default:
      break;
  }
  if (op) at_ += with_equal ? 2 : 1;
  return op;
}

absl::StatusOr<std::string> Scanner::TakeQuoted() {
  const size_t start = at_;
  const char quote = text_[at_++];
  std::string value;
  while (!AtEnd()) {
    const char c = text_[at_++];
    if (c == quote) return value;
    if (c != '\\') {
      value.push_back(c);
      continue;
    }
    switch (Peek()) {
      case '\\':
      case '"':
      case '\'':
        value.push_back(Peek());
        break;
      case 'n':
        value.push_back('\n');
        break;
      case 'r':
        value.push_back('\r');
        break;
      case 't':
        value.push_back('\t');
        break;
      default:
        return RefuseAt(at_ - 1, R"(expects one of \\, \", \', \n, \r, \t: a backslash begins an escape)");
    }
    ++at_;
  }
  return RefuseAt(start, "opens a quotation that nothing closes");
}

bool IsKeyword(std::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

bool IsPath(std::string_view word) {
  bool opens = true;  // a name begins here
  for (const char c : word) {
    if (c == '.' ? opens : !IsNameCharacter(c) || (opens && absl::ascii_isdigit(static_cast<unsigned char>(c))))
      return false;
    opens = c == '.';
  }
  return !opens;
}

bool BeginsWithCurlyQuote(std::string_view word) {
  constexpr std::string_view kQuotes[] = {"\u2018", "\u2019", "\u201a", "\u201c",
                                          "\u201d", "\u201e", "\u00ab", "\u00bb"};
  return std::any_of(std::begin(kQuotes), std::end(kQuotes),
                     [word](std::string_view quote) { return word.substr(0, quote.size()) == quote; });
}

std::optional<size_t> FirstBadByte(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t start = at;
    UChar32 character = 0;
    U8_NEXT(text.data(), at, size, character);
    if (character < 0) return static_cast<size_t>(start);
  }
  return std::nullopt;
}

}  // namespace lectern::aip::filter
