#include "clients/admin/formats/table_source.h"

#include <utility>

#include "fmt/format.h"

namespace lectern::formats {
namespace {

// White space around a cell belongs to it.
int NoSpace(unsigned char) { return 0; }

// A cell is taken where `end` flags that the row ends too.
struct Sink {
  TableRow* row;
  bool* row_ended;
  bool* too_many;
};

void TakeCell(void* cell, size_t size, void* data) {
  const Sink& sink = *static_cast<Sink*>(data);
  if (sink.row->cells.size() == TableSource::kMostCells) {
    *sink.too_many = true;
    return;
  }
  sink.row->cells.emplace_back(static_cast<const char*>(cell), size);
}

void TakeRow(int, void* data) { *static_cast<Sink*>(data)->row_ended = true; }

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }

}  // namespace

TableSource::TableSource(ByteSource& bytes, std::string file, char separator)
    : bytes_(bytes), file_(std::move(file)), separator_(separator) {
  csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  csv_set_space_func(&parser_, NoSpace);
  csv_set_blk_size(&parser_, 4096);
}

TableSource::~TableSource() { csv_free(&parser_); }

absl::Status TableSource::Feed(const std::string& line) {
  Sink sink = {&row_, &row_ended_, &too_many_};
  const size_t before = row_.raw.size();
  row_.raw += line;
  const auto at = [&](size_t offset) { return PlaceIn(row_.raw, before + offset, row_.place); };
  if (const size_t nul = line.find('\0'); nul != std::string::npos)
    return Fault(file_, at(nul), "there is a NUL byte, which no text has: this is not a table, or it is damaged.");
  const size_t read = csv_parse(&parser_, line.data(), line.size(), TakeCell, TakeRow, &sink);
  if (read != line.size()) {
    if (csv_error(&parser_) == CSV_ENOMEM || csv_error(&parser_) == CSV_ETOOBIG)
      return absl::ResourceExhaustedError(file_ + ": there is not enough memory for a row.");
    const bool quote = line[read] == '"';
    return Fault(file_, at(read),
                 quote
                     ? "a quote stands inside a cell that does not begin with one; such a cell must stand in quotes, "
                       "and quotes in it must be doubled."
                     : "the closing quote of a cell is followed by more text; a quote inside a cell must be doubled.");
  }
  if (too_many_) return Fault(file_, row_.place, fmt::format("there are more than {} cells in a row.", kMostCells));
  return absl::OkStatus();
}

absl::Status TableSource::Finish() {
  finished_ = true;
  if (absl::Status read = bytes_.Check(file_); !read.ok()) return read;
  Sink sink = {&row_, &row_ended_, &too_many_};
  if (csv_fini(&parser_, TakeCell, TakeRow, &sink) != 0)
    return Fault(file_, PlaceOf(row_, row_.cells.size()), "the quotes of the cell that begins here are never closed.");
  if (too_many_) return Fault(file_, row_.place, fmt::format("there are more than {} cells in a row.", kMostCells));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<TableRow>> TableSource::NextRow() {
  row_ = TableRow();
  row_ended_ = false;
  std::string line;
  while (!row_ended_ && !finished_) {
    if (row_.raw.empty()) {
      row_.place = bytes_.place();
      row_.offset = bytes_.offset();
    }
    if (row_.raw.size() >= kLongestRow)
      return Fault(file_, row_.place, "the row is longer than 8 MiB; is a quote in it never closed?");
    switch (bytes_.ReadLine(kLongestRow - row_.raw.size(), &line)) {
      case ByteSource::Line::kTooLong:
        return Fault(file_, row_.place,
                     row_.cells.empty() && row_.raw.empty()
                         ? "the line is longer than 8 MiB."
                         : "the row is longer than 8 MiB; is a quote in it never closed?");
      case ByteSource::Line::kEnd:
        if (absl::Status status = Finish(); !status.ok()) return status;
        break;
      case ByteSource::Line::kRead:
        if (absl::Status status = Feed(line); !status.ok()) return status;
        // An empty line between rows.
        if (!row_ended_ && row_.cells.empty() && row_.raw.find_first_not_of("\r\n") == std::string::npos)
          row_.raw.clear();
        break;
    }
  }
  if (!row_ended_) return std::nullopt;
  while (!row_.raw.empty() && IsLineEnd(row_.raw.back())) row_.raw.pop_back();
  return std::exchange(row_, TableRow());
}

Place TableSource::PlaceOf(const TableRow& row, size_t index) const {
  bool quoted = false;
  size_t begin = 0;
  for (size_t at = 0; at < row.raw.size() && index > 0; ++at) {
    if (row.raw[at] == '"') quoted = !quoted;
    if (row.raw[at] != separator_ || quoted) continue;
    begin = at + 1;
    --index;
  }
  return PlaceIn(row.raw, begin, row.place);
}

}  // namespace lectern::formats
