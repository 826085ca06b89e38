// The signs of a cell: how texts, lists and their escapes stand in a table. The forms are in CELLS.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lectern::formats {

// A cell without the mark that keeps a spreadsheet from taking it for a formula.
std::string_view WithoutFormulaMark(std::string_view cell);

// Most items of one list that a reader holds. No field takes as many, and a file of separators must not fill the
// memory.
inline constexpr size_t kMostItems = 4096;

// The items of a list, still escaped, spaces and tabs around them taken off, empty ones too. No items of a blank cell.
// Of more than kMostItems, one more than that.
std::vector<std::string_view> SplitItems(std::string_view cell);

// Without escapes.
std::string Unescape(std::string_view text);

// `text` without spaces and tabs at its ends; an escaped one stays.
std::string_view TrimCell(std::string_view text);

}  // namespace lectern::formats
