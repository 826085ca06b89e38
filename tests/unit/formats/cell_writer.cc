#include "cell_writer.h"

#include <algorithm>

#include "clients/admin/formats/table_columns.h"
#include "google/protobuf/util/time_util.h"
#include "lectern/v1/bibliography.pb.h"

namespace lectern::formats {
namespace {

using google::protobuf::FieldDescriptor;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// Escapes of an item; `also` gets a backslash too.
std::string Item(const std::string& text, const std::string& also = "", bool edges = true) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool edge = edges && (i == 0 || i + 1 == text.size());
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (edge && c == ' ') {
      out += "\\s";
    } else if (edge && c == '\t') {
      out += "\\t";
    } else {
      if (c == '\\' || c == '|' || also.find(c) != std::string::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string Join(const std::vector<std::string>& items) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : " | ") + items[i];
  return out;
}

std::string Name(const v1::Contributor& who) {
  std::string name = Item(who.literal(), ",(");
  if (who.literal().empty() && !(who.family().empty() && who.given().empty()))
    name = Item(who.family(), ",(") + "," + (who.given().empty() ? "" : " " + Item(who.given(), ",("));
  if (who.role().empty()) return name;
  const bool plain = std::all_of(who.role().begin(), who.role().end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || c == ' ' || c == '-'; }) &&
                     std::isalpha(who.role().front()) != 0 && std::isalpha(who.role().back()) != 0;
  return name + " (" + (plain ? who.role() : "=" + Item(who.role(), "()", false)) + ")";
}

std::string Word(const google::protobuf::EnumDescriptor& type, int number) {
  if (number == 0) return "";
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr) return std::to_string(number);
  const std::string& csl = value->options().GetExtension(v1::type_names).csl();
  if (!csl.empty()) return csl;
  const std::string& zero = type.value(0)->name();
  std::string word = value->name().substr(zero.size() - std::string("UNSPECIFIED").size());
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word;
}

std::string Text(const std::string& text) {
  std::string out;
  std::string line;
  const auto flush = [&] {
    const bool blank = !line.empty() && std::all_of(line.begin(), line.end(), IsBlank);
    if (blank) line.replace(0, 1, line[0] == ' ' ? "\\s" : "\\t");
    out += line;
    line.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' && i > 0 && i + 1 < text.size() && text[i - 1] != '\n') {
      flush();
      out += '\n';
    } else if (c == '\n') {
      line += "\\n";
    } else if (c == '\r') {
      line += "\\r";
    } else {
      if (c == '\\') line += '\\';
      line += c;
    }
  }
  flush();
  return out;
}

std::string Passage(const v1::Passage& passage) {
  std::string out;
  const auto line = [&out](const std::string& name, const std::string& value) {
    if (value.empty()) return;
    std::string escaped;
    for (size_t i = 0; i < value.size(); ++i) {
      const char c = value[i];
      const bool edge = i == 0 || i + 1 == value.size();
      escaped += c == '\\'           ? "\\\\"
                 : c == '\n'         ? "\\n"
                 : c == '\r'         ? "\\r"
                 : edge && c == ' '  ? "\\s"
                 : edge && c == '\t' ? "\\t"
                                     : std::string(1, c);
    }
    out += name + ": " + escaped + "\n";
  };
  line("label", passage.label());
  line("heading", passage.heading());
  line("language", passage.language());
  line("claim", Word(*v1::ClaimStatus_descriptor(), passage.claim().status()));
  line("claim_assessor", passage.claim().assessor());
  if (passage.claim().has_assess_time())
    line("claim_time", google::protobuf::util::TimeUtil::ToString(passage.claim().assess_time()));
  line("claim_reason", passage.claim().reason());
  line("proceedings", Word(*v1::ProceedingsState_descriptor(), passage.proceedings().state()));
  line("proceedings_as_of", passage.proceedings().as_of_edtf());
  return out + "text:" + (passage.text().empty() ? "" : "\n" + Text(passage.text()));
}

std::vector<std::string> AccessCells(const v1::Entry& entry, const std::string& (v1::Access::*part)() const) {
  std::vector<std::string> items;
  for (const v1::Access& access : entry.accesses()) items.push_back(Item((access.*part)()));
  return items;
}

std::string CellOf(const v1::Entry& entry, const Column& column) {
  const google::protobuf::Reflection& reflection = *entry.GetReflection();
  switch (column.kind) {
    case Column::Kind::kPublishedEdtf:
      return entry.published().edtf();
    case Column::Kind::kAccessedEdtf:
      return Join(AccessCells(entry, &v1::Access::edtf));
    case Column::Kind::kAccessedUrl:
      return Join(AccessCells(entry, &v1::Access::url));
    case Column::Kind::kAccessedSnapshot:
      return Join(AccessCells(entry, &v1::Access::snapshot));
    case Column::Kind::kField:
      break;
    default:
      return "";
  }
  const FieldDescriptor* field = column.field;
  if (column.name == "published") return entry.published().raw();
  if (column.name == "accessed") return Join(AccessCells(entry, &v1::Access::raw));
  std::vector<std::string> items;
  if (column.name == "contributors") {
    for (const v1::Contributor& who : entry.contributors()) items.push_back(Name(who));
    return Join(items);
  }
  if (column.name == "passages") {
    std::string out;
    for (const v1::Passage& passage : entry.passages()) out += (out.empty() ? "" : "\n\n") + Passage(passage);
    return out;
  }
  if (field->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(entry, field); ++i)
      items.push_back(Item(reflection.GetRepeatedString(entry, field, i)));
    return Join(items);
  }
  if (field->type() == FieldDescriptor::TYPE_ENUM)
    return Word(*field->enum_type(), reflection.GetEnumValue(entry, field));
  if (field->type() == FieldDescriptor::TYPE_BOOL) return reflection.GetBool(entry, field) ? "true" : "false";
  return reflection.GetString(entry, field);
}

std::string Quoted(std::string cell, char separator) {
  if (!cell.empty() && std::string("=+-@'\t\r").find(cell[0]) != std::string::npos) cell.insert(0, "'");
  const bool plain = cell.find_first_of(std::string("\"\r\n") + separator) == std::string::npos &&
                     (cell.empty() || (!IsBlank(cell.front()) && !IsBlank(cell.back())));
  if (plain) return cell;
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string TableOf(const v1::Entry& entry, char separator) {
  std::string header;
  std::string row;
  for (const Column& column : KnownColumns()) {
    if (!header.empty()) {
      header += separator;
      row += separator;
    }
    header += column.name;
    row += Quoted(CellOf(entry, column), separator);
  }
  return header + "\r\n" + row + "\r\n";
}

}  // namespace lectern::formats
