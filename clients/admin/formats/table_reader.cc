#include "clients/admin/formats/table_reader.h"

#include <algorithm>
#include <utility>

#include "clients/admin/formats/cell_text.h"
#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/entry_cells.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"

namespace lectern::formats {
namespace {

void SetPlace(Place place, v1::ImportItem* item) {
  item->mutable_place()->set_line(place.line);
  item->mutable_place()->set_column(place.column);
}

}  // namespace

TableReader::TableReader(std::unique_ptr<ByteSource> bytes, std::string file, char separator,
                         const ReaderOptions& options)
    : bytes_(std::move(bytes)),
      file_(std::move(file)),
      defaults_(options.defaults),
      table_(*bytes_, file_, separator) {}

absl::StatusOr<std::unique_ptr<ItemReader>> TableReader::Open(std::unique_ptr<ByteSource> bytes, std::string file,
                                                              char separator, const ReaderOptions& options) {
  const absl::StatusOr<HeaderMap> map = ReadHeaderMap(options.header_map);
  if (!map.ok()) return map.status();
  auto reader = std::unique_ptr<TableReader>(new TableReader(std::move(bytes), std::move(file), separator, options));
  if (absl::Status status = reader->ReadHeader(*map); !status.ok()) return status;
  return reader;
}

absl::Status TableReader::ReadHeader(const HeaderMap& map) {
  absl::StatusOr<std::optional<TableRow>> row = table_.NextRow();
  if (!row.ok()) return row.status();
  if (!row->has_value()) return Fault(file_, Place(), "the table is empty; its first row must name the columns.");
  ReadItem unread;
  std::vector<std::string> cells;
  if (!Decode(**row, &cells, &unread)) return Fault(file_, (*row)->place, "the header " + *unread.error + ".");
  std::vector<std::string> unused;
  size_t bad_cell = 0;
  absl::StatusOr<std::vector<Column>> columns = ColumnsOf(cells, map, &unused, &bad_cell);
  if (!columns.ok()) return Fault(file_, table_.PlaceOf(**row, bad_cell), std::string(columns.status().message()));
  columns_ = *std::move(columns);
  header_ = std::move((*row)->raw);
  for (const std::string& header : unused)
    warnings_.push_back(fmt::format("The header mapping speaks of \"{}\", which the table does not have.", header));
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  for (const Column& column : columns_) {
    const bool known = std::find(fields.begin(), fields.end(), column.field) != fields.end();
    if (column.field == nullptr || known || column.field->number() == v1::Entry::kNameFieldNumber ||
        column.field->number() == v1::Entry::kSourceKeyFieldNumber)
      continue;
    fields.push_back(column.field);
    fields_.add_paths(column.field->name());
  }
  return absl::OkStatus();
}

bool TableReader::Decode(const TableRow& row, std::vector<std::string>* cells, ReadItem* item) {
  bool converted = false;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    std::optional<std::string> text = AsUtf8(row.cells[i], &converted);
    if (!text) {
      item->error = "holds a byte that is neither UTF-8 nor Windows-1252";
      SetPlace(table_.PlaceOf(row, i), &item->item);
      return false;
    }
    cells->push_back(*std::move(text));
  }
  if (converted && converted_rows_++ == 0) first_converted_ = row.place.line;
  return true;
}

bool TableReader::IsRemark(const std::vector<std::string>& cells) const {
  for (size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i) {
    if (columns_[i].kind == Column::Kind::kAction && cells[i].starts_with('#')) return true;
  }
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.empty(); });
}

ReadItem TableReader::ReadRow(const TableRow& row, const std::vector<std::string>& cells) {
  ReadItem read;
  const std::vector<CellError> errors = ReadCells(columns_, cells, &read.item);
  if (!errors.empty()) {
    read.item.Clear();
    SetPlace(table_.PlaceOf(row, errors.front().cell), &read.item);
    for (const CellError& error : errors) {
      if (read.error) *read.error += "; ";
      read.error = read.error.value_or("") + columns_[error.cell].name + ": " + error.what;
    }
    *read.error += ".";
    return read;
  }
  SetPlace(row.place, &read.item);
  *read.item.mutable_fields() = fields_;
  if (read.item.action() != v1::IMPORT_ACTION_DELETE) FillDefaults(&read.item);
  IdentifyEntry(read.item.mutable_entry(), &ordinals_);
  v1::Provenance& provenance = *read.item.mutable_entry()->mutable_provenance();
  provenance.set_file(file_);
  provenance.add_spans()->set_start_byte(row.offset);
  provenance.mutable_spans(0)->set_end_byte(row.offset + static_cast<int64_t>(row.raw.size()));
  return read;
}

void TableReader::FillDefaults(v1::ImportItem* item) const {
  v1::Entry& entry = *item->mutable_entry();
  const auto fill = [item](const std::string& value, std::string* field, const char* path) {
    if (value.empty() || !field->empty()) return;
    *field = value;
    auto& paths = *item->mutable_fields()->mutable_paths();
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) item->mutable_fields()->add_paths(path);
  };
  fill(defaults_.country, entry.mutable_country(), "country");
  fill(defaults_.topic, entry.mutable_topic(), "topic");
  fill(defaults_.section, entry.mutable_section(), "section");
  fill(defaults_.language, entry.mutable_language(), "language");
}

absl::StatusOr<std::optional<ReadItem>> TableReader::Next() {
  while (fault_.ok()) {
    absl::StatusOr<std::optional<TableRow>> row = table_.NextRow();
    if (!row.ok()) fault_ = row.status();
    if (!row.ok() || !row->has_value()) break;
    std::vector<std::string> cells;
    ReadItem read;
    if (Decode(**row, &cells, &read)) {
      if (IsRemark(cells)) continue;
      if (cells.size() != columns_.size()) {
        SetPlace(table_.PlaceOf(**row, std::min(cells.size() - 1, columns_.size())), &read.item);
        read.error = fmt::format("the row has {} cells where the header has {}.", cells.size(), columns_.size());
      } else {
        read = ReadRow(**row, cells);
      }
    } else {
      *read.error = "the cell " + *read.error + ".";
    }
    read.item.mutable_place()->set_file(file_);
    read.raw = std::move((*row)->raw);
    return read;
  }
  if (!fault_.ok()) return fault_;
  ended_ = true;
  return std::nullopt;
}

std::vector<std::string> TableReader::TakeWarnings() {
  if (ended_ && converted_rows_ > 0) {
    warnings_.push_back(
        fmt::format("{} rows hold bytes that are no UTF-8, the first in line {}; they were read as "
                    "Windows-1252.",
                    std::exchange(converted_rows_, 0), first_converted_));
  }
  return std::exchange(warnings_, {});
}

}  // namespace lectern::formats
