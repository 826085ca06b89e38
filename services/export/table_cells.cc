#include "services/export/table_cells.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/time_util.h"
#include "lectern/v1/bibliography.pb.h"
#include "storage/engine/text.h"

namespace lectern::exports {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr std::string_view kBar = " | ";
constexpr std::string_view kBlank = " \t";

// Puts a backslash before each of `signs` in `text`; line ends become \n and \r.
std::string Escaped(std::string_view text, std::string_view signs) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (signs.find(c) != std::string_view::npos)
      out.append("\\").append(1, c);
    else
      out += c;
  }
  return out;
}

std::string EscapedBlank(char blank) { return blank == ' ' ? "\\s" : "\\t"; }

// A space or a tab at either end is written so that nobody trims it.
std::string WithFirmEnds(std::string text) {
  if (text.empty()) return text;
  if (kBlank.find(text.back()) != std::string_view::npos) {
    const std::string last = EscapedBlank(text.back());
    text.replace(text.size() - 1, 1, last);
  }
  if (kBlank.find(text.front()) != std::string_view::npos) text.replace(0, 1, EscapedBlank(text.front()));
  return text;
}

std::string ListItem(std::string_view text) { return WithFirmEnds(Escaped(text, "\\|")); }

// What is made of small letters, spaces and hyphens, with a letter at either end.
bool IsPlainRole(std::string_view role) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return !role.empty() && small(role.front()) && small(role.back()) &&
         std::all_of(role.begin(), role.end(), [&](char c) { return small(c) || c == ' ' || c == '-'; });
}

std::string ContributorItem(const v1::Contributor& contributor) {
  constexpr std::string_view kInNames = "\\|,(";
  std::string item;
  if (!contributor.literal().empty() || contributor.family().empty()) {
    item = Escaped(contributor.literal(), kInNames);
  } else {
    item = absl::StrCat(Escaped(contributor.family(), kInNames), ",");
    if (!contributor.given().empty()) absl::StrAppend(&item, " ", Escaped(contributor.given(), kInNames));
  }
  const std::string& role = contributor.role();
  if (IsPlainRole(role))
    absl::StrAppend(&item, " (", role, ")");
  else if (!role.empty())
    absl::StrAppend(&item, " (=", Escaped(role, "\\|()"), ")");
  return WithFirmEnds(std::move(item));
}

// The lines that may open a block, in their order.
constexpr std::array<std::string_view, 9> kPassageLines = {"label",        "heading",        "language",
                                                           "claim",        "claim_assessor", "claim_time",
                                                           "claim_reason", "proceedings",    "proceedings_as_of"};

void AppendLine(std::string_view name, std::string_view value, std::string& block) {
  if (value.empty()) return;
  absl::StrAppend(&block, Absl(name), ": ", WithFirmEnds(Escaped(value, "\\")), "\n");
}

// Line ends stay where no line is empty between them; a line that is blank gets a sign that is not.
std::string PassageText(const std::string& text) {
  std::string out;
  size_t begin = 0;
  const auto end_line = [&] {
    const std::string_view line = std::string_view(out).substr(begin);
    if (!line.empty() && line.find_first_not_of(kBlank) == std::string_view::npos)
      out.replace(begin, 1, EscapedBlank(line.front()));
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && i > 0 && i + 1 < text.size() && text[i - 1] != '\n') {
      end_line();
      out += '\n';
      begin = out.size();
    } else {
      out += Escaped(std::string_view(text).substr(i, 1), "\\");
    }
  }
  end_line();
  return out;
}

// Whether the text must be told from the lines before it: it is empty, or its first line may look like one of them, or
// like a short form of a label.
bool NeedsMark(std::string_view text) {
  if (text.empty()) return true;
  if (text[0] == '[' || text[0] == '(' || absl::ascii_isdigit(static_cast<unsigned char>(text[0]))) return true;
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view name = line.substr(0, line.find(':'));
  return line == "text:" || std::find(kPassageLines.begin(), kPassageLines.end(), name) != kPassageLines.end();
}

std::string PassageBlock(const v1::Passage& passage) {
  std::string block;
  AppendLine("label", passage.label(), block);
  AppendLine("heading", passage.heading(), block);
  AppendLine("language", passage.language(), block);
  AppendLine("claim", EnumCell(*v1::ClaimStatus_descriptor(), passage.claim().status()), block);
  AppendLine("claim_assessor", passage.claim().assessor(), block);
  if (passage.claim().has_assess_time())
    AppendLine("claim_time", google::protobuf::util::TimeUtil::ToString(passage.claim().assess_time()), block);
  AppendLine("claim_reason", passage.claim().reason(), block);
  AppendLine("proceedings", EnumCell(*v1::ProceedingsState_descriptor(), passage.proceedings().state()), block);
  AppendLine("proceedings_as_of", passage.proceedings().as_of_edtf(), block);
  if (block.empty() && passage.text().empty()) return "";
  const std::string text = PassageText(passage.text());
  if (NeedsMark(text)) block += "text:\n";
  block += text;
  // A block that ends with its lines has no empty one behind them.
  while (!block.empty() && block.back() == '\n') block.pop_back();
  return block;
}

}  // namespace

std::string ListCell(const std::vector<std::string>& items) {
  return absl::StrJoin(items, Absl(kBar),
                       [](std::string* out, const std::string& item) { out->append(ListItem(item)); });
}

std::string AccessCell(const v1::Entry& entry, const std::string& (v1::Access::*text)() const) {
  return absl::StrJoin(entry.accesses(), Absl(kBar),
                       [text](std::string* out, const v1::Access& access) { out->append(ListItem((access.*text)())); });
}

std::string ContributorsCell(const RepeatedPtrField<v1::Contributor>& contributors) {
  return absl::StrJoin(contributors, Absl(kBar), [](std::string* out, const v1::Contributor& contributor) {
    out->append(ContributorItem(contributor));
  });
}

std::string PassagesCell(const RepeatedPtrField<v1::Passage>& passages) {
  std::string cell;
  for (const v1::Passage& passage : passages) {
    const std::string block = PassageBlock(passage);
    if (block.empty()) continue;
    absl::StrAppend(&cell, cell.empty() ? "" : "\n\n", block);
  }
  return cell;
}

std::string EnumCell(const google::protobuf::EnumDescriptor& type, int number) {
  if (number == 0) return "";
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat(number);
  if (value->options().HasExtension(v1::type_names)) return value->options().GetExtension(v1::type_names).csl();
  // All values begin with the type's name, as that of 0 shows.
  const size_t prefix = type.FindValueByNumber(0)->name().size() - std::string_view("UNSPECIFIED").size();
  return absl::AsciiStrToLower(value->name().substr(prefix));
}

void AppendCell(std::string cell, char separator, std::string& row) {
  constexpr std::string_view kFormula = "=+-@'\t\r";
  if (!cell.empty() && kFormula.find(cell[0]) != std::string_view::npos) cell.insert(0, 1, '\'');
  const auto white = [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); };
  const bool quoted =
      !cell.empty() && (white(cell.front()) || white(cell.back()) ||
                        cell.find_first_of(std::string{separator, '"', '\r', '\n'}) != std::string::npos);
  if (!quoted) {
    row += cell;
    return;
  }
  row += '"';
  for (const char c : cell) row.append(c == '"' ? 2 : 1, c);
  row += '"';
}

}  // namespace lectern::exports
