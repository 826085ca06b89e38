// Reads entries from a table (CSV, TSV).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/identity.h"
#include "clients/admin/formats/item_reader.h"
#include "clients/admin/formats/table_columns.h"
#include "clients/admin/formats/table_source.h"

namespace lectern::formats {

class TableReader : public ItemReader {
 public:
  // Reads the header. Errors as OpenReader's.
  static absl::StatusOr<std::unique_ptr<ItemReader>> Open(std::unique_ptr<ByteSource> bytes, std::string file,
                                                          char separator, const ReaderOptions& options);

  absl::StatusOr<std::optional<ReadItem>> Next() override;
  std::vector<std::string> TakeWarnings() override;
  std::string_view Preamble() const override { return header_; }
  int64_t bytes_read() const override { return bytes_->offset(); }

 private:
  TableReader(std::unique_ptr<ByteSource> bytes, std::string file, char separator, const ReaderOptions& options);

  absl::Status ReadHeader(const HeaderMap& map);
  // Cells as UTF-8; false and an error in `item` where one is no text.
  bool Decode(const TableRow& row, std::vector<std::string>* cells, ReadItem* item);
  bool IsRemark(const std::vector<std::string>& cells) const;
  ReadItem ReadRow(const TableRow& row, const std::vector<std::string>& cells);
  void FillDefaults(v1::ImportItem* item) const;

  const std::unique_ptr<ByteSource> bytes_;
  const std::string file_;
  const ReaderDefaults defaults_;
  TableSource table_;
  std::string header_;
  std::vector<Column> columns_;
  google::protobuf::FieldMask fields_;
  Ordinals ordinals_;
  absl::Status fault_;
  std::vector<std::string> warnings_;
  int64_t converted_rows_ = 0;
  int64_t first_converted_ = 0;
  bool ended_ = false;
};

}  // namespace lectern::formats
