// Zip archives of pages.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

struct zip;

namespace lectern::admin {

// An archive that is open for reading. What it says of itself is not believed: every limit is held while it is read.
class Archive {
 public:
  // Entries of one archive, and bytes that they may have unpacked, all together and each.
  static constexpr uint64_t kMostEntries = 20'000;
  static constexpr uint64_t kMostBytes = uint64_t{1} << 30;
  static constexpr uint64_t kLargestEntry = uint64_t{64} << 20;
  // How many times its packed size something of 1 MiB or more may have. Pages pack to a tenth or so; a file made to
  // fill the memory to a thousandth.
  static constexpr uint64_t kMostRatio = 200;

  struct Entry {
    uint64_t index = 0;
    // As UTF-8, with its folders. Only a name: nothing is ever written under it.
    std::string name;
    // Bytes, unpacked.
    uint64_t size = 0;
  };

  // True for a zip archive by its name or its first bytes.
  static bool IsOne(const std::filesystem::path& path);

  // INVALID_ARGUMENT (no archive, damaged, encrypted, beyond a limit above), PERMISSION_DENIED; the message says it in
  // a few words, without the path.
  static absl::StatusOr<std::shared_ptr<Archive>> Open(const std::filesystem::path& path);

  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  // The files in it, sorted by name.
  const std::vector<Entry>& entries() const { return entries_; }

  // The bytes of the entry with this index. INVALID_ARGUMENT as above.
  absl::StatusOr<std::string> Read(uint64_t index) const;

 private:
  explicit Archive(zip* handle) : handle_(handle) {}
  absl::Status List(uint64_t archive_size);

  zip* handle_;
  std::vector<Entry> entries_;
};

}  // namespace lectern::admin
