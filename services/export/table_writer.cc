// CSV and TSV: a row an entry, with the columns that the contract's fields say.
#include <algorithm>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lectern/v1/bibliography.pb.h"
#include "lectern/v1/entry.pb.h"
#include "services/export/record_writer.h"
#include "services/export/table_cells.h"
#include "storage/records/kinds.h"

namespace lectern::exports {
namespace {

using google::protobuf::FieldDescriptor;

struct Column {
  std::string name;
  std::function<std::string(const v1::Entry&)> cell;
};

std::string PlainCell(const v1::Entry& entry, const FieldDescriptor* field) {
  const auto& reflection = *entry.GetReflection();
  if (field->is_repeated()) {
    std::vector<std::string> items;
    for (int i = 0; i < reflection.FieldSize(entry, field); ++i)
      items.push_back(reflection.GetRepeatedString(entry, field, i));
    return ListCell(items);
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumCell(*field->enum_type(), reflection.GetEnumValue(entry, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(entry, field) ? "true" : "false";
    default:
      return reflection.GetString(entry, field);
  }
}

// The columns of a field, the one that bears its name first.
std::vector<Column> ColumnsOf(const FieldDescriptor* field) {
  const std::string name = field->options().GetExtension(v1::column);
  switch (field->number()) {
    case v1::Entry::kPublishedFieldNumber:
      return {{name, [](const v1::Entry& entry) { return entry.published().raw(); }},
              {name + "_edtf", [](const v1::Entry& entry) { return entry.published().edtf(); }}};
    case v1::Entry::kAccessesFieldNumber:
      return {{name, [](const v1::Entry& entry) { return AccessCell(entry, &v1::Access::raw); }},
              {name + "_edtf", [](const v1::Entry& entry) { return AccessCell(entry, &v1::Access::edtf); }},
              {name + "_url", [](const v1::Entry& entry) { return AccessCell(entry, &v1::Access::url); }},
              {name + "_snapshot", [](const v1::Entry& entry) { return AccessCell(entry, &v1::Access::snapshot); }}};
    case v1::Entry::kContributorsFieldNumber:
      return {{name, [](const v1::Entry& entry) { return ContributorsCell(entry.contributors()); }}};
    case v1::Entry::kPassagesFieldNumber:
      return {{name, [](const v1::Entry& entry) { return PassagesCell(entry.passages()); }}};
    default:
      return {{name, [field](const v1::Entry& entry) { return PlainCell(entry, field); }}};
  }
}

class TableWriter final : public RecordWriter {
 public:
  TableWriter(const Plan& plan, char separator) : separator_(separator), deletions_(plan.deletions) {
    const auto fields = plan.fields.find(&storage::EntryRecords());
    const auto* entry = v1::Entry::descriptor();
    std::vector<const FieldDescriptor*> kept;
    for (int i = 0; i < entry->field_count(); ++i) {
      const FieldDescriptor* field = entry->field(i);
      const bool left_out = fields != plan.fields.end() &&
                            std::find(fields->second.left_out.begin(), fields->second.left_out.end(), field) !=
                                fields->second.left_out.end();
      if (field->options().HasExtension(v1::column) && !left_out) kept.push_back(field);
    }
    std::sort(kept.begin(), kept.end(), [](const auto* a, const auto* b) { return a->number() < b->number(); });
    for (const FieldDescriptor* field : kept)
      for (Column& column : ColumnsOf(field)) columns_.push_back(std::move(column));
  }

  std::string Head() const override {
    std::string row;
    for (const Column& column : columns_) Add(column.name, row);
    return End(deletions_ ? "action" : "", std::move(row));
  }

  void Append(const ExportedRecord& record, bool, std::string& out) const override {
    const auto& entry = static_cast<const v1::Entry&>(record.message);
    std::string row;
    // Of what is deleted the name alone is told, and no cell that could be taken for a value.
    for (const Column& column : columns_)
      Add(record.deleted && &column != columns_.data() ? "" : column.cell(entry), row);
    out += End(record.deleted ? "delete" : "", std::move(row));
  }

  std::string MediaType() const override {
    return separator_ == '\t' ? "text/tab-separated-values; charset=utf-8" : "text/csv; charset=utf-8";
  }

 private:
  void Add(std::string cell, std::string& row) const {
    if (!row.empty()) row += separator_;
    AppendCell(std::move(cell), separator_, row);
  }

  std::string End(const std::string& action, std::string row) const {
    if (deletions_) absl::StrAppend(&row, std::string(1, separator_), action);
    return row + "\r\n";
  }

  const char separator_;
  const bool deletions_;
  std::vector<Column> columns_;  // the name first
};

}  // namespace

std::unique_ptr<RecordWriter> NewTableWriter(const Plan& plan, char separator) {
  return std::make_unique<TableWriter>(plan, separator);
}

}  // namespace lectern::exports
