// Aligned columns of text, without markup.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace lectern::admin {

// One column.
struct Column {
  std::string title;
  // Whether its cells may be cut where the terminal is too narrow for all of them.
  bool shrinks = false;
  // Numbers stand at the right.
  bool right = false;
  // Columns it keeps in any case, if it shrinks.
  size_t least = 8;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns);

  // One cell a column; cells are made printable.
  void AddRow(std::vector<std::string> cells);
  size_t rows() const { return rows_.size(); }

  // Prints titles and rows, columns two spaces apart. No line is wider than `width` as long as the columns that
  // shrink can make up for it; width 0 cuts nothing. No line ends in a space.
  void Print(std::ostream& out, size_t width) const;

  // Prints the rows and forgets them, so that a table may be longer than memory is. The first call prints the titles
  // and decides the columns' widths; what is wider in later rows is cut where its column shrinks and `width` is not 0,
  // and stands out otherwise.
  void Flush(std::ostream& out, size_t width);

 private:
  std::vector<size_t> Widths(size_t width) const;
  void PrintTitles(std::ostream& out, const std::vector<size_t>& widths) const;
  void PrintLine(std::ostream& out, const std::vector<std::string>& cells, const std::vector<size_t>& widths,
                 bool cut) const;

  const std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
  // Of what was flushed; empty before.
  std::vector<size_t> widths_;
};

}  // namespace lectern::admin
