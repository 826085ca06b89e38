#include "clients/admin/table.h"

#include <algorithm>
#include <numeric>

#include "clients/admin/text_width.h"

namespace lectern::admin {
namespace {

constexpr size_t kGap = 2;

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

std::vector<size_t> Table::Widths(size_t width) const {
  std::vector<size_t> widths;
  for (size_t c = 0; c < columns_.size(); ++c) {
    size_t widest = DisplayWidth(columns_[c].title);
    for (const auto& row : rows_) widest = std::max(widest, DisplayWidth(row[c]));
    widths.push_back(widest);
  }
  if (width == 0) return widths;
  size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (columns_.size() - 1));
  const auto spare = [&](size_t c) {
    return columns_[c].shrinks && widths[c] > columns_[c].least ? widths[c] - columns_[c].least : 0;
  };
  for (; total > width; --total) {
    // The one with most to spare gives way, so that none starves while another is wide.
    size_t widest = 0;
    for (size_t c = 1; c < columns_.size(); ++c)
      if (spare(c) > spare(widest)) widest = c;
    if (spare(widest) == 0) break;
    --widths[widest];
  }
  return widths;
}

void Table::PrintLine(std::ostream& out, const std::vector<std::string>& cells, const std::vector<size_t>& widths,
                      bool cut) const {
  std::string line;
  for (size_t c = 0; c < columns_.size(); ++c) {
    if (c > 0) line.append(kGap, ' ');
    const std::string cell = cut && columns_[c].shrinks ? Fit(cells[c], std::max<size_t>(widths[c], 1)) : cells[c];
    const size_t padding = widths[c] - std::min(widths[c], DisplayWidth(cell));
    if (columns_[c].right) line.append(padding, ' ');
    line += cell;
    if (!columns_[c].right) line.append(padding, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

void Table::PrintTitles(std::ostream& out, const std::vector<size_t>& widths) const {
  std::vector<std::string> titles;
  for (const Column& column : columns_) titles.push_back(column.title);
  PrintLine(out, titles, widths, true);
}

void Table::Print(std::ostream& out, size_t width) const {
  const std::vector<size_t> widths = Widths(width);
  PrintTitles(out, widths);
  for (const auto& row : rows_) PrintLine(out, row, widths, width != 0);
}

void Table::Flush(std::ostream& out, size_t width) {
  if (widths_.empty()) {
    widths_ = Widths(width);
    PrintTitles(out, widths_);
  }
  for (const auto& row : rows_) PrintLine(out, row, widths_, width != 0);
  rows_.clear();
}

}  // namespace lectern::admin
