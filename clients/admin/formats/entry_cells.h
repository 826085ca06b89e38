// Cells of a row as fields of an entry. The forms are in CELLS.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/formats/table_columns.h"
#include "lectern/v1/import.pb.h"

namespace lectern::formats {

// What is wrong with one cell.
struct CellError {
  size_t cell = 0;
  std::string what;
};

// Fills the item's entry and action from `cells`, UTF-8, one a column.
std::vector<CellError> ReadCells(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                                 v1::ImportItem* item);

// "import", "append", "revise", "update", "replace" or "delete"; UNSPECIFIED for an empty word.
std::optional<v1::ImportAction> ActionOfWord(std::string_view word);

// `text` as the name of a resource of `type` ("lectern/Country"): an id gets its collection in front, and a country is
// also found by its code or name. What is none of these stays as it is.
std::string ResourceName(const std::string& type, std::string_view text);

}  // namespace lectern::formats
