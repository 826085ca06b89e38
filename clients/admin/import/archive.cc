#include "clients/admin/import/archive.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMiB = uint64_t{1} << 20;
// The directory at an archive's end is read at once: room for names of 200 bytes each.
constexpr uint64_t kLargestDirectory = 8 * kMiB;
// The record at the very end, and the longest comment behind it.
constexpr size_t kEndRecord = 22;
constexpr size_t kLongestTail = kEndRecord + 65'535;

absl::Status TooManyEntries() {
  return absl::InvalidArgumentError(
      fmt::format("holds more than {} files, so it was not opened: import parts of it", Archive::kMostEntries));
}

uint64_t Little(std::string_view bytes, size_t pos, size_t count) {
  uint64_t value = 0;
  for (size_t i = count; i-- > 0;) value = (value << 8) | static_cast<unsigned char>(bytes[pos + i]);
  return value;
}

// Looks at the end of the file, before libzip takes memory for as many entries as stand there.
absl::Status CheckDirectory(const fs::path& path, uint64_t size) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::PermissionDeniedError(std::string("cannot be read: ") + std::strerror(errno));
  std::string tail(std::min<uint64_t>(size, kLongestTail), '\0');
  file.seekg(static_cast<std::streamoff>(size - tail.size()));
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  bool found = false;
  constexpr std::string_view kSignature("PK\5\6", 4);
  for (size_t pos = tail.find(kSignature); pos != std::string::npos; pos = tail.find(kSignature, pos + 1)) {
    if (pos + kEndRecord > tail.size()) break;
    found = true;
    // A count of all ones says that the real one stands elsewhere, since it is larger.
    if (Little(tail, pos + 10, 2) > Archive::kMostEntries || Little(tail, pos + 12, 4) > kLargestDirectory) {
      return TooManyEntries();
    }
  }
  return found ? absl::OkStatus() : absl::InvalidArgumentError("is no zip archive, or its end is missing");
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

}  // namespace

bool Archive::IsOne(const fs::path& path) {
  if (Lower(path.extension().string()) == ".zip") return true;
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4> start = {};
  file.read(start.data(), start.size());
  return file.gcount() == 4 && std::string_view(start.data(), 4) == std::string_view("PK\3\4", 4);
}

absl::StatusOr<std::shared_ptr<Archive>> Archive::Open(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return absl::InvalidArgumentError("is not a regular file");
  const uint64_t size = fs::file_size(path, error);
  if (error) return absl::PermissionDeniedError("cannot be read: " + error.message());
  if (absl::Status status = CheckDirectory(path, size); !status.ok()) return status;
  int code = 0;
  zip_t* handle = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (handle == nullptr) {
    zip_error_t why;
    zip_error_init_with_code(&why, code);
    const std::string text = zip_error_strerror(&why);
    zip_error_fini(&why);
    return absl::InvalidArgumentError("is damaged or no zip archive: " + text);
  }
  std::shared_ptr<Archive> archive(new Archive(handle));
  if (absl::Status status = archive->List(size); !status.ok()) return status;
  return archive;
}

Archive::~Archive() { zip_discard(handle_); }

absl::Status Archive::List(uint64_t archive_size) {
  const auto count = static_cast<uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(handle_, 0), 0));
  if (count > kMostEntries) return TooManyEntries();
  uint64_t total = 0;
  for (uint64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(handle_, i, 0, &stat) != 0 || (stat.valid & ZIP_STAT_NAME) == 0) {
      return absl::InvalidArgumentError(fmt::format("is damaged: its entry {} cannot be read", i + 1));
    }
    const std::string name = AsUtf8(stat.name);
    if (name.ends_with("/")) continue;
    const uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
    const uint64_t size = (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : 0;
    total += std::min(size, kMostBytes + 1);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
      return absl::InvalidArgumentError(
          fmt::format("is encrypted ({}): unpack it with its password and import the folder", name));
    }
    if (size >= kMiB && size / kMostRatio > packed) {
      return absl::InvalidArgumentError(fmt::format(
          "holds a file that unpacks to more than {} times its size ({}), as archives do that are made to fill the "
          "memory",
          kMostRatio, name));
    }
    if (total > kMostBytes) {
      return absl::InvalidArgumentError(fmt::format("unpacks to more than {} MiB from {} bytes: import parts of it",
                                                    kMostBytes / kMiB, archive_size));
    }
    entries_.push_back({i, name, size});
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return absl::OkStatus();
}

absl::StatusOr<std::string> Archive::Read(uint64_t index) const {
  const auto entry =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& each) { return each.index == index; });
  if (entry == entries_.end()) return absl::NotFoundError("there is no such file in the archive");
  const absl::Status too_large =
      absl::InvalidArgumentError(fmt::format("is larger than {} MiB; no page is", kLargestEntry / kMiB));
  if (entry->size > kLargestEntry) return too_large;
  zip_file_t* file = zip_fopen_index(handle_, index, 0);
  if (file == nullptr) {
    return absl::InvalidArgumentError(std::string("cannot be unpacked: ") + zip_strerror(handle_));
  }
  // As much as it says it holds, and one byte more to see whether that is true.
  std::string bytes;
  std::array<char, 16384> part = {};
  zip_int64_t got = 0;
  while ((got = zip_fread(file, part.data(), part.size())) > 0) {
    bytes.append(part.data(), static_cast<size_t>(got));
    if (bytes.size() > entry->size) break;
  }
  const std::string why = got < 0 ? zip_error_strerror(zip_file_get_error(file)) : "";
  zip_fclose(file);
  if (got < 0) return absl::InvalidArgumentError("is damaged in the archive: " + why);
  if (bytes.size() != entry->size) {
    return absl::InvalidArgumentError("unpacks to another size than the archive says; it was not read");
  }
  return bytes;
}

}  // namespace lectern::admin
