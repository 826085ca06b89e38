#include "storage/search/query/query_scanner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/search/query/ast.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace lectern::search {
namespace {

constexpr size_t kLongestName = 16;

constexpr std::array<std::pair<std::string_view, Field>, 11> kFields = {{
    {"title", Field::kTitle},
    {"author", Field::kContributors},
    {"contributor", Field::kContributors},
    {"contributors", Field::kContributors},
    {"publisher", Field::kPublisher},
    {"text", Field::kPassages},
    {"passages", Field::kPassages},
    {"notes", Field::kNotes},
    {"note", Field::kNotes},
    {"lesson", Field::kLessonText},
    {"country", Field::kPlaceNames},
}};

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool EndsWord(QuerySign sign) {
  return sign != QuerySign::kNone && sign != QuerySign::kMinus && sign != QuerySign::kAsterisk;
}

QuerySign SignOf(UChar32 c) {
  switch (c) {
    case '"':
    case 0x00ab:  // « »
    case 0x00bb:
    case 0x201c:  // “ ” „ ‟
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x300c:  // 「 」 『 』
    case 0x300d:
    case 0x300e:
    case 0x300f:
    case 0xff02:
      return QuerySign::kQuote;
    case '(':
    case 0xff08:
      return QuerySign::kOpen;
    case ')':
    case 0xff09:
      return QuerySign::kClose;
    case '-':
    case 0x2212:
      return QuerySign::kMinus;
    case '*':
      return QuerySign::kAsterisk;
    default:
      return u_isUWhiteSpace(c) ? QuerySign::kSpace : QuerySign::kNone;
  }
}

}  // namespace

std::optional<Field> QueryFieldOf(std::string_view name) {
  const auto found = std::find_if(kFields.begin(), kFields.end(), [name](const auto& field) {
    return std::equal(name.begin(), name.end(), field.first.begin(), field.first.end(),
                      [](char typed, char c) { return IsAsciiLetter(typed) && (typed | 0x20) == c; });
  });
  if (found == kFields.end()) return std::nullopt;
  return found->second;
}

QueryScanner::Sign QueryScanner::SignAt(size_t at) const {
  if (at >= text_.size()) return {QuerySign::kEnd, 0};
  auto next = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(text_.data(), next, static_cast<int32_t>(text_.size()), c);
  return {SignOf(c), static_cast<size_t>(next) - at};
}

void QueryScanner::SkipAll(QuerySign sign) {
  while (Peek() == sign && sign != QuerySign::kEnd) Skip();
}

bool QueryScanner::AtKeyword(std::string_view keyword) const {
  return text_.compare(at_, keyword.size(), keyword) == 0 && EndsWord(SignAt(at_ + keyword.size()).sign);
}

bool QueryScanner::TakeKeyword(std::string_view keyword) {
  if (!AtKeyword(keyword)) return false;
  at_ += keyword.size();
  return true;
}

std::string_view QueryScanner::PeekName() const {
  size_t end = at_;
  while (end < text_.size() && end - at_ <= kLongestName && IsAsciiLetter(text_[end])) ++end;
  if (end == text_.size() || text_[end] != ':') return {};
  return Between(at_, end);
}

std::optional<Field> QueryScanner::TakeField() {
  const std::string_view name = PeekName();
  const std::optional<Field> field = QueryFieldOf(name);
  if (field) at_ += name.size() + 1;
  return field;
}

std::optional<std::string_view> QueryScanner::TakeQuoted() {
  for (size_t at = at_; at < text_.size();) {
    const Sign sign = SignAt(at);
    if (sign.sign == QuerySign::kQuote) {
      const std::string_view quoted = Between(at_, at);
      at_ = at + sign.length;
      return quoted;
    }
    at += sign.length;
  }
  return std::nullopt;
}

std::string_view QueryScanner::TakeWord() {
  const size_t begin = at_;
  while (!EndsWord(Peek())) Skip();
  return Between(begin, at_);
}

}  // namespace lectern::search
