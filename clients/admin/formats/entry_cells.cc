#include "clients/admin/formats/entry_cells.h"

#include <algorithm>

#include "clients/admin/formats/cell_text.h"
#include "clients/admin/formats/contributor_cell.h"
#include "clients/admin/formats/encoding.h"
#include "clients/admin/formats/enum_words.h"
#include "clients/admin/formats/partial_dates.h"
#include "clients/admin/formats/passage_cell.h"
#include "clients/admin/legacy/white_space.h"
#include "fmt/format.h"
#include "google/api/resource.pb.h"
#include "proto/reference/countries.h"

namespace lectern::formats {
namespace {

using google::protobuf::FieldDescriptor;

std::vector<std::string> Items(std::string_view cell) {
  std::vector<std::string> items;
  for (const std::string_view item : SplitItems(cell)) items.push_back(Unescape(item));
  return items;
}

// Reads one row.
class RowReader {
 public:
  RowReader(const std::vector<Column>& columns, const std::vector<std::string>& cells, v1::ImportItem* item)
      : columns_(columns), cells_(cells), item_(*item), entry_(*item->mutable_entry()) {}

  std::vector<CellError> Read() {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      if (column.kind == Column::Kind::kAction) {
        ReadAction(i);
      } else if (column.kind == Column::Kind::kField && column.field->number() != v1::Entry::kPublishedFieldNumber &&
                 column.field->number() != v1::Entry::kAccessesFieldNumber) {
        ReadField(i);
      }
    }
    ReadPublished();
    ReadAccesses();
    return std::move(errors_);
  }

 private:
  std::string_view Cell(size_t i) const { return WithoutFormulaMark(cells_[i]); }

  // The cell of the column of this kind for this field; none where the table has no such column.
  std::optional<size_t> Find(Column::Kind kind, int field) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].kind == kind && columns_[i].field->number() == field) return i;
    }
    return std::nullopt;
  }

  void Refuse(size_t cell, std::string what) { errors_.push_back({cell, std::move(what)}); }

  void ReadAction(size_t i) {
    if (const auto action = ActionOfWord(Cell(i))) {
      item_.set_action(*action);
    } else {
      Refuse(i,
             fmt::format("there is no action \"{}\"; the actions are import, append, revise, update, replace, delete",
                         Excerpt(Cell(i), 80)));
    }
  }

  // False where the cell is a list of too many items.
  bool FewItems(size_t i) {
    const bool few = SplitItems(Cell(i)).size() <= kMostItems;
    if (!few) Refuse(i, fmt::format("the list has more than {} items", kMostItems));
    return few;
  }

  void ReadField(size_t i) {
    const FieldDescriptor* field = columns_[i].field;
    const google::protobuf::Reflection& reflection = *entry_.GetReflection();
    const std::string& type = field->options().GetExtension(google::api::resource_reference).type();
    const std::string_view cell = Cell(i);
    if (field->is_repeated() && field->message_type() != v1::Passage::descriptor() && !FewItems(i)) return;
    if (field->message_type() == v1::Contributor::descriptor()) {
      for (const std::string_view item : SplitItems(cell)) {
        if (!item.empty()) *entry_.add_contributors() = ReadContributor(item);
      }
    } else if (field->message_type() == v1::Passage::descriptor()) {
      if (auto wrong = ReadPassages(cell, entry_.mutable_passages())) Refuse(i, *std::move(wrong));
    } else if (field->is_repeated()) {
      for (const std::string& item : Items(cell)) {
        if (!item.empty()) reflection.AddString(&entry_, field, type.empty() ? item : ResourceName(type, item));
      }
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      reflection.SetString(&entry_, field, type.empty() ? std::string(cell) : ResourceName(type, cell));
    } else if (field->type() == FieldDescriptor::TYPE_ENUM) {
      if (const auto value = EnumOfWord(*field->enum_type(), cell)) {
        reflection.SetEnumValue(&entry_, field, *value);
      } else {
        Refuse(i, fmt::format("there is no \"{}\"; it must be one of {}", Excerpt(cell, 80),
                              WordsOf(*field->enum_type())));
      }
    } else if (field->type() == FieldDescriptor::TYPE_BOOL) {
      const std::string word = legacy::AsciiLower(legacy::Trim(cell));
      reflection.SetBool(&entry_, field, word == "true");
      if (word != "true" && word != "false" && !word.empty())
        Refuse(i, fmt::format("\"{}\" is neither true nor false", Excerpt(cell, 80)));
    }
  }

  void ReadPublished() {
    const auto raw = Find(Column::Kind::kField, v1::Entry::kPublishedFieldNumber);
    const auto edtf = Find(Column::Kind::kPublishedEdtf, v1::Entry::kPublishedFieldNumber);
    const std::string printed(raw ? Cell(*raw) : std::string_view());
    const std::string read = edtf ? std::string(Cell(*edtf)) : EdtfOf(printed);
    if (printed.empty() && read.empty()) return;
    entry_.mutable_published()->set_raw(printed);
    entry_.mutable_published()->set_edtf(read);
    if (edtf && !read.empty() && !IsEdtf(read)) RefuseDate(*edtf, read);
  }

  void RefuseDate(size_t cell, std::string_view date) {
    Refuse(cell, fmt::format("\"{}\" is no date such as 2009, 2003-04 or 2001-06-24", Excerpt(date, 80)));
  }

  void ReadAccesses() {
    struct Part {
      std::optional<size_t> cell;
      std::vector<std::string> items;
    };
    const auto part = [this](Column::Kind kind) {
      Part found = {Find(kind, v1::Entry::kAccessesFieldNumber), {}};
      if (found.cell && FewItems(*found.cell)) found.items = Items(Cell(*found.cell));
      return found;
    };
    const Part raw = part(Column::Kind::kField);
    const Part edtf = part(Column::Kind::kAccessedEdtf);
    const Part url = part(Column::Kind::kAccessedUrl);
    const Part snapshot = part(Column::Kind::kAccessedSnapshot);
    const size_t count = std::max({raw.items.size(), edtf.items.size(), url.items.size(), snapshot.items.size()});
    for (const Part* list : {&raw, &edtf, &url, &snapshot}) {
      if (list->items.empty() || list->items.size() == count) continue;
      return Refuse(*list->cell, fmt::format("it holds {} items where another column of accesses holds {}",
                                             list->items.size(), count));
    }
    const auto item = [](const Part& list, size_t i) { return list.items.empty() ? std::string() : list.items[i]; };
    for (size_t i = 0; i < count; ++i) {
      v1::Access& access = *entry_.add_accesses();
      access.set_raw(item(raw, i));
      access.set_edtf(edtf.cell ? item(edtf, i) : EdtfOf(access.raw()));
      access.set_url(item(url, i));
      access.set_snapshot(item(snapshot, i));
      if (edtf.cell && !access.edtf().empty() && !IsEdtf(access.edtf())) RefuseDate(*edtf.cell, access.edtf());
    }
  }

  const std::vector<Column>& columns_;
  const std::vector<std::string>& cells_;
  v1::ImportItem& item_;
  v1::Entry& entry_;
  std::vector<CellError> errors_;
};

}  // namespace

std::vector<CellError> ReadCells(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                                 v1::ImportItem* item) {
  return RowReader(columns, cells, item).Read();
}

std::optional<v1::ImportAction> ActionOfWord(std::string_view word) {
  const std::optional<int> number = EnumOfWord(*v1::ImportAction_descriptor(), word);
  if (!number || !v1::ImportAction_IsValid(*number)) return std::nullopt;
  return static_cast<v1::ImportAction>(*number);
}

std::string ResourceName(const std::string& type, std::string_view text) {
  const std::string_view id = legacy::Trim(text);
  if (id.empty() || id.find('/') != std::string_view::npos) return std::string(text);
  if (type == "lectern/Topic") return "topics/" + std::string(id);
  if (type == "lectern/Theme") return "themes/" + std::string(id);
  if (type != "lectern/Country") return std::string(text);
  const reference::Country* country = reference::FindCountryByCode(id);
  if (country == nullptr) country = reference::FindCountryByName(id);
  return country == nullptr ? std::string(text) : "countries/" + legacy::AsciiLower(country->alpha2);
}

}  // namespace lectern::formats
