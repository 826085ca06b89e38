#include "clients/admin/formats/passage_cell.h"

#include <algorithm>
#include <array>
#include <vector>

#include "clients/admin/formats/cell_text.h"
#include "clients/admin/formats/enum_words.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"

namespace lectern::formats {
namespace {

constexpr std::array<std::string_view, 9> kNames = {"label",        "heading",        "language",
                                                    "claim",        "claim_assessor", "claim_time",
                                                    "claim_reason", "proceedings",    "proceedings_as_of"};

// CRLF and CR made LF.
std::string WithLineFeeds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out.push_back(text[i]);
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out.push_back('\n');
    }
  }
  return out;
}

// "claim: disputed" taken apart; an empty name where the line is none of these.
std::string_view NameOf(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view name = line.substr(0, colon);
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ? name : std::string_view();
}

// Length of "[27] ", "(a) " or "32. " at the front with the space; 0 where there is none.
size_t ShortLabel(std::string_view line) {
  if (line.empty()) return 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  size_t at = 0;
  if (line[0] == '[' || line[0] == '(') {
    for (at = 1; at < line.size() && (digit(line[at]) || letter(line[at])); ++at) {
    }
    if (at == 1 || at > 9 || at == line.size() || line[at] != (line[0] == '[' ? ']' : ')')) return 0;
  } else {
    for (; at < line.size() && digit(line[at]); ++at) {
    }
    if (at == 0 || at > 4 || at == line.size() || line[at] != '.') return 0;
  }
  return at + 1 < line.size() && line[at + 1] == ' ' ? at + 2 : 0;
}

template <typename Enum>
bool SetEnum(std::string_view word, const google::protobuf::EnumDescriptor* type, Enum* value) {
  const std::optional<int> number = EnumOfWord(*type, word);
  if (number) *value = static_cast<Enum>(*number);
  return number.has_value();
}

// False where the value cannot be read.
bool Set(std::string_view name, const std::string& value, v1::Passage* passage) {
  if (name == "label") {
    passage->set_label(value);
  } else if (name == "heading") {
    passage->set_heading(value);
  } else if (name == "language") {
    passage->set_language(value);
  } else if (name == "claim") {
    v1::ClaimStatus status = {};
    if (!SetEnum(value, v1::ClaimStatus_descriptor(), &status)) return false;
    passage->mutable_claim()->set_status(status);
  } else if (name == "claim_assessor") {
    passage->mutable_claim()->set_assessor(value);
  } else if (name == "claim_time") {
    return google::protobuf::util::TimeUtil::FromString(value, passage->mutable_claim()->mutable_assess_time());
  } else if (name == "claim_reason") {
    passage->mutable_claim()->set_reason(value);
  } else if (name == "proceedings") {
    v1::ProceedingsState state = {};
    if (!SetEnum(value, v1::ProceedingsState_descriptor(), &state)) return false;
    passage->mutable_proceedings()->set_state(state);
  } else {
    passage->mutable_proceedings()->set_as_of_edtf(value);
  }
  return true;
}

// Reads one block: its lines, none of them blank.
std::optional<std::string> ReadBlock(const std::vector<std::string_view>& lines, v1::Passage* passage) {
  std::optional<std::string> error;
  std::vector<std::string_view> seen;
  size_t at = 0;
  for (; at < lines.size(); ++at) {
    const std::string_view name = NameOf(lines[at]);
    if (name.empty() || std::find(seen.begin(), seen.end(), name) != seen.end()) break;
    seen.push_back(name);
    const std::string value = Unescape(TrimCell(lines[at].substr(name.size() + 1)));
    if (!Set(name, value, passage) && !error) error = fmt::format("\"{}: {}\" cannot be read", name, value);
  }
  std::string text;
  if (at < lines.size() && lines[at] == "text:") {
    ++at;
  } else if (seen.empty()) {
    if (const size_t length = ShortLabel(lines[0])) {
      passage->set_label(std::string(lines[0].substr(0, length - 1)));
      text = lines[0].substr(length);
      at = 1;
      if (at < lines.size()) text += '\n';
    }
  }
  for (const size_t first = at; at < lines.size(); ++at) {
    if (at != first) text += '\n';
    text += lines[at];
  }
  passage->set_text(Unescape(text));
  return error;
}

}  // namespace

std::optional<std::string> ReadPassages(std::string_view cell,
                                        google::protobuf::RepeatedPtrField<v1::Passage>* passages) {
  const std::string text = WithLineFeeds(cell);
  std::optional<std::string> error;
  std::vector<std::string_view> block;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    const bool blank = TrimCell(line).empty();
    if (!blank) block.push_back(line);
    begin = end + 1;
    if (static_cast<size_t>(passages->size()) == kMostItems && !block.empty())
      return fmt::format("there are more than {} passages", kMostItems);
    if ((blank || begin > text.size()) && !block.empty()) {
      if (auto wrong = ReadBlock(block, passages->Add()); wrong && !error) error = std::move(wrong);
      block.clear();
    }
  }
  return error;
}

}  // namespace lectern::formats
