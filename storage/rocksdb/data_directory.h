// The directory that a store lives in: ours, of a format we know, writable, and locked for this process.
#pragma once

#include <filesystem>
#include <memory>

#include "absl/status/statusor.h"

namespace lectern::storage::rocks {

// Version of everything on disk. Raised with a named upgrade path (storage/KEYS.md); a newer one is refused.
inline constexpr int kFormatVersion = 1;

// Holds the lock as long as it lives.
class DataDirectory {
 public:
  // Opens `path`, which is made where it is missing. Each error is one line that says what to do:
  //   FAILED_PRECONDITION  another process holds it; it is a file; it is not empty and not ours; a newer version wrote
  //   it; PERMISSION_DENIED    it cannot be written.
  static absl::StatusOr<std::unique_ptr<DataDirectory>> Open(const std::filesystem::path& path);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  // Where RocksDB keeps its files.
  std::filesystem::path store() const;

 private:
  DataDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  const std::filesystem::path path_;
  const int lock_;  // descriptor of the locked file
};

}  // namespace lectern::storage::rocks
