#include "clients/admin/formats/json_scanner.h"

#include <cstdint>

#include "clients/admin/formats/encoding.h"

namespace lectern::formats {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool JsonScanner::Fail(size_t offset, std::string what) {
  if (!fault_) fault_ = JsonFault{offset, std::move(what)};
  return false;
}

char JsonScanner::Peek() {
  while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonScanner::Take(char sign) {
  if (Peek() != sign || at_ == text_.size()) return false;
  ++at_;
  return true;
}

bool JsonScanner::Expect(char sign) {
  if (Take(sign)) return true;
  return Fail(at_, at_ == text_.size() ? std::string("the text ends where '") + sign + "' is expected"
                                       : std::string("'") + sign + "' is expected");
}

bool JsonScanner::ReadHex(uint32_t* out) {
  *out = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    const char small = static_cast<char>(c | 0x20);
    if (!IsDigit(c) && (small < 'a' || small > 'f')) return Fail(at_, "four hexadecimal digits are expected");
    *out = *out * 16 + static_cast<uint32_t>(IsDigit(c) ? c - '0' : small - 'a' + 10);
  }
  return true;
}

// Behind the backslash.
bool JsonScanner::ReadEscape(std::string* out) {
  const size_t begin = at_ - 1;
  const char sign = at_ < text_.size() ? text_[at_++] : '\0';
  switch (sign) {
    case '"':
    case '\\':
    case '/':
      out->push_back(sign);
      return true;
    case 'b':
      out->push_back('\b');
      return true;
    case 'f':
      out->push_back('\f');
      return true;
    case 'n':
      out->push_back('\n');
      return true;
    case 'r':
      out->push_back('\r');
      return true;
    case 't':
      out->push_back('\t');
      return true;
    case 'u':
      break;
    default:
      return Fail(begin, "there is no such escape in JSON");
  }
  uint32_t code = 0;
  if (!ReadHex(&code)) return false;
  if (code >= 0xDC00 && code <= 0xDFFF) return Fail(begin, "half a character stands alone");
  if (code >= 0xD800 && code <= 0xDBFF) {
    uint32_t low = 0;
    if (text_.substr(at_, 2) != "\\u") return Fail(begin, "half a character stands alone");
    at_ += 2;
    if (!ReadHex(&low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return Fail(begin, "half a character stands alone");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  AppendUtf8(code, out);
  return true;
}

bool JsonScanner::ReadString(std::string* out) {
  out->clear();
  if (Peek() != '"') return Fail(at_, "a string is expected");
  const size_t begin = at_++;
  while (true) {
    const size_t run = at_;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
           static_cast<unsigned char>(text_[at_]) >= 0x20)
      ++at_;
    out->append(text_.substr(run, at_ - run));
    if (at_ == text_.size()) return Fail(begin, "the string that begins here does not end");
    const char sign = text_[at_];
    if (sign != '"' && sign != '\\') return Fail(at_, "a control character stands in a string; JSON escapes it");
    ++at_;
    if (sign == '"') return true;
    if (!ReadEscape(out)) return false;
  }
}

bool JsonScanner::ReadNumber(std::string_view* out) {
  Peek();
  const size_t begin = at_;
  const auto digits = [this] {
    const size_t first = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ - first;
  };
  if (at_ < text_.size() && text_[at_] == '-') ++at_;
  const size_t first = at_;
  const size_t whole = digits();
  if (whole == 0) return Fail(begin, "a value is expected");
  if (whole > 1 && text_[first] == '0') return Fail(begin, "a number does not begin with 0");
  if (at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    if (digits() == 0) return Fail(at_, "a digit is expected");
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    ++at_;
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
    if (digits() == 0) return Fail(at_, "a digit is expected");
  }
  *out = text_.substr(begin, at_ - begin);
  return true;
}

bool JsonScanner::ReadWord(std::string_view* out) {
  Peek();
  for (const std::string_view word : {"true", "false", "null"}) {
    if (text_.substr(at_, word.size()) != word) continue;
    *out = word;
    at_ += word.size();
    return true;
  }
  return Fail(at_, "a value is expected");
}

bool JsonScanner::SkipScalar() {
  std::string_view word;
  const char sign = Peek();
  if (sign == '"') return ReadString(&skipped_);
  if (sign == '-' || IsDigit(sign)) return ReadNumber(&word);
  return ReadWord(&word);
}

bool JsonScanner::SkipValue() {
  std::string open;  // '{' and '[' around the place
  while (true) {
    // A value stands here.
    const char sign = Peek();
    if (sign == '{' || sign == '[') {
      if (open.size() == kDeepest) return Fail(at_, "values are nested too deeply");
      ++at_;
      if (Take(sign == '{' ? '}' : ']')) {
        // Empty: the value has ended.
      } else {
        open.push_back(sign);
        if (sign == '{' && (!ReadString(&skipped_) || !Expect(':'))) return false;
        continue;
      }
    } else if (!SkipScalar()) {
      return false;
    }
    // A value has ended.
    while (!open.empty() && !Take(',')) {
      if (!Expect(open.back() == '{' ? '}' : ']')) return false;
      open.pop_back();
    }
    if (open.empty()) return true;
    if (open.back() == '{' && (!ReadString(&skipped_) || !Expect(':'))) return false;
  }
}

bool JsonScanner::AtEnd() {
  Peek();
  return at_ == text_.size() || Fail(at_, "something stands behind the value");
}

}  // namespace lectern::formats
