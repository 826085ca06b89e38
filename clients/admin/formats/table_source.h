// The rows of a table: RFC 4180, read strictly.
#pragma once

#include <csv.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/byte_source.h"

namespace lectern::formats {

struct TableRow {
  // Their bytes, quotes taken off.
  std::vector<std::string> cells;
  // All of it as in the file, without its line end.
  std::string raw;
  Place place;
  // First byte in the file.
  int64_t offset = 0;
};

class TableSource {
 public:
  // Longest row, and longest line of a file, in bytes.
  static constexpr size_t kLongestRow = size_t{8} << 20;
  static constexpr size_t kMostCells = 256;

  // `bytes` outlives it.
  TableSource(ByteSource& bytes, std::string file, char separator);
  ~TableSource();
  TableSource(const TableSource&) = delete;
  TableSource& operator=(const TableSource&) = delete;

  // The next row that is not an empty line; nothing behind the last one. INVALID_ARGUMENT: the table cannot be read
  // further. UNAVAILABLE: reading failed.
  absl::StatusOr<std::optional<TableRow>> NextRow();

  // Where the cell at `index` begins (its quote, if it has one).
  Place PlaceOf(const TableRow& row, size_t index) const;

 private:
  absl::Status Feed(const std::string& line);
  absl::Status Finish();

  ByteSource& bytes_;
  const std::string file_;
  const char separator_;
  csv_parser parser_ = {};
  TableRow row_;
  bool row_ended_ = false;
  bool too_many_ = false;
  bool finished_ = false;
};

}  // namespace lectern::formats
