#include "clients/admin/import/files.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "clients/admin/text_width.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;

// A page has some hundred kilobytes. What is far larger is no page, and must not fill the memory.
constexpr std::uintmax_t kLargestFile = 64 << 20;

SourceFile ToSource(const fs::path& path) { return {path, AsUtf8(path.string()), AsUtf8(path.filename().string())}; }

bool IsText(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".txt";
}

void FindBelow(const fs::path& folder, std::vector<SourceFile>& found, std::vector<UnreadablePath>& unreadable) {
  std::error_code error;
  std::vector<fs::path> paths;
  fs::directory_iterator entry(folder, error);
  while (!error && entry != fs::directory_iterator()) {
    paths.push_back(entry->path());
    entry.increment(error);
  }
  if (error) unreadable.push_back({AsUtf8(folder.string()), error.message()});
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const bool link = fs::is_symlink(path, error);
    if (fs::is_directory(path, error)) {
      if (!link) FindBelow(path, found, unreadable);
    } else if (IsText(path)) {
      found.push_back(ToSource(path));
    }
  }
}

}  // namespace

FileList FindFiles(const std::vector<std::string>& paths) {
  FileList list;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      list.files.push_back(ToSource(path));  // whether it can be read shows when it is
      continue;
    }
    const size_t before = list.files.size() + list.unreadable.size();
    FindBelow(path, list.files, list.unreadable);
    if (list.files.size() + list.unreadable.size() == before)
      list.unreadable.push_back({AsUtf8(path), "there is no *.txt file in this folder"});
  }
  return list;
}

absl::StatusOr<std::string> ReadSource(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return absl::NotFoundError("there is no such file");
  if (error) return absl::PermissionDeniedError("cannot be read: " + error.message());
  if (status.type() != fs::file_type::regular) return absl::InvalidArgumentError("is not a regular file");
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return absl::PermissionDeniedError("cannot be read: " + error.message());
  if (size > kLargestFile) return absl::InvalidArgumentError("is larger than 64 MiB; no page is");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::PermissionDeniedError(std::string("cannot be read: ") + std::strerror(errno));
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (file.bad()) return absl::PermissionDeniedError(std::string("cannot be read: ") + std::strerror(errno));
  bytes.resize(static_cast<size_t>(file.gcount()));
  return bytes;
}

}  // namespace lectern::admin
