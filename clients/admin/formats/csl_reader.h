// Reads entries from CSL-JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/formats/json_objects.h"
#include "clients/admin/formats/work_builder.h"

namespace lectern::formats {

// An array of items, or items one behind the other. The key "_refused" is a mark of a file of refused records and is
// skipped.
class CslReader : public ItemReader {
 public:
  CslReader(std::unique_ptr<ByteSource> bytes, std::string file, const ReaderOptions& options);

  absl::StatusOr<std::optional<ReadItem>> Next() override;
  std::vector<std::string> TakeWarnings() override { return {}; }
  std::string_view Preamble() const override { return {}; }
  int64_t bytes_read() const override { return bytes_->offset(); }

 private:
  ReadItem Read(JsonObject object);

  const std::unique_ptr<ByteSource> bytes_;
  Library library_;
  JsonObjects objects_;
};

}  // namespace lectern::formats
