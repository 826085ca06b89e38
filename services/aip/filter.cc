#include "services/aip/filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::aip {
namespace {

constexpr size_t kMaxFilterBytes = 2048;

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '/' || c == '-';
}

class Parser {
 public:
  Parser(std::string_view text, const std::vector<std::string_view>& offered) : text_(text), offered_(offered) {}

  absl::StatusOr<EqualityFilter> Parse() {
    EqualityFilter filter;
    SkipSpace();
    while (at_ < text_.size()) {
      if (!filter.empty()) {
        const size_t start = at_;
        const std::string conjunction = Word();
        if (conjunction != "AND") return Refuse(start, "expects AND; OR, NOT and parentheses are not offered");
        SkipSpace();
      }
      RETURN_IF_ERROR(Comparison(filter));
      SkipSpace();
    }
    return filter;
  }

 private:
  absl::Status Comparison(EqualityFilter& filter) {
    const size_t start = at_;
    const std::string field = Word();
    if (field.empty()) return Refuse(start, "expects a field");
    if (std::find(offered_.begin(), offered_.end(), field) == offered_.end())
      return Refuse(start, absl::StrCat("names `", field, "`"));
    SkipSpace();
    if (at_ >= text_.size() || text_[at_] != '=') return Refuse(at_, "expects =, the one operator that is offered");
    ++at_;
    SkipSpace();
    const size_t value_start = at_;
    std::string value;
    if (!Value(value)) return Refuse(value_start, "expects a value in double quotes");
    if (!filter.emplace(field, value).second) return Refuse(start, absl::StrCat("names `", field, "` twice"));
    return absl::OkStatus();
  }

  bool Value(std::string& value) {
    if (at_ >= text_.size()) return false;
    if (text_[at_] != '"') {
      value = Word();
      return !value.empty();
    }
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value.push_back(text_[at_]);
    }
    return false;
  }

  std::string Word() {
    const size_t start = at_;
    while (at_ < text_.size() && IsWordCharacter(text_[at_])) ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  void SkipSpace() {
    while (at_ < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }

  absl::Status Refuse(size_t at, std::string_view what) const {
    return FieldFault(v1::ERROR_REASON_FILTER_UNSUPPORTED, "filter",
                      absl::StrCat("at character ", at + 1, " ", Absl(what), "; offered: ",
                                   absl::StrJoin(offered_, ", ",
                                                 [](std::string* out, std::string_view field) {
                                                   absl::StrAppend(out, "`", Absl(field), " = \"...\"`");
                                                 }),
                                   ", joined by AND"));
  }

  const std::string_view text_;
  const std::vector<std::string_view>& offered_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<EqualityFilter> ParseFilter(std::string_view filter, const std::vector<std::string_view>& offered) {
  if (filter.size() > kMaxFilterBytes)
    return FieldFault(v1::ERROR_REASON_FILTER_UNSUPPORTED, "filter",
                      absl::StrCat("has ", filter.size(), " bytes; at most ", kMaxFilterBytes, " are allowed"));
  return Parser(filter, offered).Parse();
}

}  // namespace lectern::aip
