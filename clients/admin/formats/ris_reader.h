// Reads entries from RIS.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/byte_source.h"
#include "clients/admin/formats/work_builder.h"

namespace lectern::formats {

// Records are lines "TY  - " to "ER  - "; a line without a tag goes on with the one before. Lines "XX  - " are marks of
// a file of refused records and are skipped.
class RisReader : public ItemReader {
 public:
  static constexpr size_t kLongestLine = size_t{1} << 20;
  static constexpr size_t kLongestRecord = size_t{4} << 20;

  RisReader(std::unique_ptr<ByteSource> bytes, std::string file, const ReaderOptions& options);

  absl::StatusOr<std::optional<ReadItem>> Next() override;
  std::vector<std::string> TakeWarnings() override;
  std::string_view Preamble() const override { return {}; }
  int64_t bytes_read() const override { return bytes_->offset(); }

 private:
  struct Line {
    std::string tag;  // empty: it goes on with the line before
    std::string value;
    int64_t number = 0;
  };
  struct Record {
    std::vector<Line> lines;
    std::string raw;
    Place place;
    int64_t offset = 0;
    bool closed = false;
  };

  // Reads a line ahead; false at the end, or where the file cannot be read further.
  bool Fetch();
  void KeepStray(const std::string& line, int64_t number);
  bool ReadRecord(Record* record);
  ReadItem Read(Record record);

  const std::unique_ptr<ByteSource> bytes_;
  Library library_;
  std::string ahead_;
  bool has_ahead_ = false;
  Place ahead_place_;
  int64_t ahead_offset_ = 0;
  std::vector<std::string> stray_;
  size_t more_stray_ = 0;
  absl::Status fault_;
};

}  // namespace lectern::formats
