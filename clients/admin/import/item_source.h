// Where the items of an import come from: files of the old site, tables, bibliographies.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/import/report.h"
#include "lectern/v1/import.pb.h"

namespace lectern::admin {

// One item, with what is needed to tell of it and to give it back where it is refused.
struct SourceItem {
  v1::ImportItem item;
  // The file as the caller called it, for messages.
  std::string file;
  // The record's bytes, and which of the source's files it is from; for RefusedRows.
  std::string raw;
  size_t file_index = 0;
};

// Gives the items in the order that they are to be written in. Reads the same items again where the files are the same.
class ItemSource {
 public:
  virtual ~ItemSource() = default;

  // The next item; nothing behind the last one. A failure is one of reading on at all.
  virtual absl::StatusOr<std::optional<SourceItem>> Next(ImportReport& report) = 0;
  // How much of the input is read: 0 to 1.
  virtual double Progress() const = 0;
};

}  // namespace lectern::admin
