// Reads JSON Lines: each line the JSON form of an ImportItem.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/byte_source.h"
#include "clients/admin/formats/identity.h"
#include "clients/admin/formats/item_reader.h"
#include "clients/admin/formats/json_message.h"

namespace lectern::formats {

// Lines that are blank, and lines {"comment": "..."}, are skipped.
class JsonLinesReader : public ItemReader {
 public:
  static constexpr size_t kLongestLine = size_t{4} << 20;

  JsonLinesReader(std::unique_ptr<ByteSource> bytes, std::string file);

  absl::StatusOr<std::optional<ReadItem>> Next() override;
  std::vector<std::string> TakeWarnings() override { return {}; }
  std::string_view Preamble() const override { return {}; }
  int64_t bytes_read() const override { return bytes_->offset(); }

 private:
  const std::unique_ptr<ByteSource> bytes_;
  const std::string file_;
  JsonMessageReader json_;
  Ordinals ordinals_;
  absl::Status fault_;
};

}  // namespace lectern::formats
