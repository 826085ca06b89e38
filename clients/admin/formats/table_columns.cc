#include "clients/admin/formats/table_columns.h"

#include <algorithm>
#include <map>

#include "clients/admin/formats/encoding.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"
#include "lectern/v1/bibliography.pb.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::formats {
namespace {

using legacy::AsciiLower;
using legacy::Trim;

constexpr std::string_view kRefusedBecause = "refused_because";

std::vector<Column> AllColumns() {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  const google::protobuf::Descriptor& entry = *v1::Entry::descriptor();
  for (int i = 0; i < entry.field_count(); ++i) fields.push_back(entry.field(i));
  std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->number() < b->number(); });
  std::vector<Column> columns;
  for (const auto* field : fields) {
    const std::string& name = field->options().GetExtension(v1::column);
    if (name.empty()) continue;
    columns.push_back({name, Column::Kind::kField, field});
    if (field->number() == v1::Entry::kPublishedFieldNumber)
      columns.push_back({name + "_edtf", Column::Kind::kPublishedEdtf, field});
    if (field->number() != v1::Entry::kAccessesFieldNumber) continue;
    columns.push_back({name + "_edtf", Column::Kind::kAccessedEdtf, field});
    columns.push_back({name + "_url", Column::Kind::kAccessedUrl, field});
    columns.push_back({name + "_snapshot", Column::Kind::kAccessedSnapshot, field});
  }
  columns.push_back({"action", Column::Kind::kAction, nullptr});
  return columns;
}

const Column* FindColumn(std::string_view name) {
  for (const Column& column : KnownColumns()) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

std::string Names() {
  std::string names;
  for (const Column& column : KnownColumns()) names += (names.empty() ? "" : ", ") + column.name;
  return names;
}

// Headers are compared without regard to letter case and white space around them.
std::string HeaderKey(std::string_view header) { return AsciiLower(Trim(header)); }

}  // namespace

const std::vector<Column>& KnownColumns() {
  static const auto& columns = *new std::vector<Column>(AllColumns());
  return columns;
}

absl::StatusOr<HeaderMap> ReadHeaderMap(std::string_view text) {
  HeaderMap map;
  int number = 0;
  const auto fault = [&number](std::string_view what) {
    return absl::InvalidArgumentError(fmt::format("header mapping, line {}: {}", number, what));
  };
  bool converted = false;
  const auto utf8 = AsUtf8(text, &converted);
  if (!utf8 || converted) return absl::InvalidArgumentError("the header mapping is not UTF-8.");
  text = *utf8;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    ++number;
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const size_t equals = line.rfind('=');
    if (equals == std::string_view::npos) return fault("it must be `Their header = column`.");
    const std::string header = HeaderKey(line.substr(0, equals));
    const std::string column = HeaderKey(line.substr(equals + 1));
    if (header.empty()) return fault("the header is missing.");
    if (column != "-" && FindColumn(column) == nullptr)
      return fault(
          fmt::format("there is no column \"{}\"; the columns are {}, and - for none.", Excerpt(column, 80), Names()));
    for (const auto& known : map) {
      if (known.first == header) return fault(fmt::format("\"{}\" stands twice.", Excerpt(header, 80)));
    }
    map.emplace_back(header, column);
  }
  return map;
}

absl::StatusOr<std::vector<Column>> ColumnsOf(const std::vector<std::string>& header, const HeaderMap& map,
                                              std::vector<std::string>* unused, size_t* bad_cell) {
  std::vector<Column> columns;
  std::map<std::string, std::string> mapped(map.begin(), map.end());
  std::map<std::string, size_t> seen;
  for (size_t i = 0; i < header.size(); ++i) {
    *bad_cell = i;
    std::string name = HeaderKey(header[i]);
    if (const auto known = std::find_if(map.begin(), map.end(), [&](const auto& m) { return m.first == name; });
        known != map.end()) {
      mapped.erase(name);
      name = known->second;
    }
    if (name == "-" || name == kRefusedBecause) {
      columns.emplace_back();
      continue;
    }
    const Column* column = FindColumn(name);
    if (column == nullptr) {
      const bool semicolons = header.size() == 1 && name.find(';') != std::string::npos;
      return absl::InvalidArgumentError(fmt::format(
          "there is no column \"{}\".{} The columns are: {}. A header mapping file gives others these names.",
          Excerpt(Trim(header[i]), 80),
          semicolons ? " Semicolons part its cells; save the table with commas or tabs." : "", Names()));
    }
    if (!seen.emplace(name, i).second)
      return absl::InvalidArgumentError(fmt::format("the column \"{}\" stands twice.", name));
    columns.push_back(*column);
  }
  for (const auto& [their, ours] : mapped) unused->push_back(their);
  return columns;
}

}  // namespace lectern::formats
