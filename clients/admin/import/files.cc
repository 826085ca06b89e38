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

// `folder` is the one that was given, where the file was found in or below it.
SourceFile ToSource(const fs::path& path, const fs::path& folder) {
  SourceFile file;
  file.path = path;
  file.shown = AsUtf8(path.string());
  file.name = AsUtf8(path.filename().string());
  std::error_code error;
  const fs::path whole = fs::absolute(path, error).lexically_normal();
  const fs::path given = folder.empty() ? whole.parent_path() : fs::absolute(folder, error).lexically_normal();
  // "pages" of both "pages" and "pages/".
  const fs::path top = given.has_filename() ? given.parent_path() : given.parent_path().parent_path();
  file.site_path = AsUtf8(whole.lexically_relative(top).generic_string());
  if (error || file.site_path.empty()) file.site_path = file.name;
  return file;
}

std::string Extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

bool IsPage(const fs::path& path) {
  const std::string extension = Extension(path);
  return extension == ".txt" || extension == ".htm" || extension == ".html";
}

void FindBelow(const fs::path& folder, const fs::path& given, FileList& list) {
  std::error_code error;
  std::vector<fs::path> paths;
  fs::directory_iterator entry(folder, error);
  while (!error && entry != fs::directory_iterator()) {
    paths.push_back(entry->path());
    entry.increment(error);
  }
  if (error) list.unreadable.push_back({AsUtf8(folder.string()), error.message()});
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const bool link = fs::is_symlink(path, error);
    if (fs::is_directory(path, error)) {
      if (!link) FindBelow(path, given, list);
    } else if (IsPage(path)) {
      list.files.push_back(ToSource(path, given));
    }
  }
}

void FindInArchive(const fs::path& path, FileList& list) {
  const std::string shown = AsUtf8(path.string());
  absl::StatusOr<std::shared_ptr<Archive>> archive = Archive::Open(path);
  if (!archive.ok()) {
    list.unreadable.push_back({shown, std::string(archive.status().message())});
    return;
  }
  for (const Archive::Entry& entry : (*archive)->entries()) {
    const fs::path name(entry.name);
    // Macintosh computers put a shadow of each file into their archives.
    if (entry.name.starts_with("__MACOSX/")) continue;
    if (Extension(name) == ".zip") {
      list.unreadable.push_back({shown + ":" + entry.name, "is an archive inside an archive: unpack it and import it"});
      continue;
    }
    if (!IsPage(name)) continue;
    SourceFile file;
    file.path = path;
    file.shown = shown + ":" + entry.name;
    file.name = name.filename().string();
    file.site_path = AsUtf8(path.stem().string()) + "/" + entry.name;
    file.archive = *archive;
    file.index_in_archive = entry.index;
    list.files.push_back(std::move(file));
  }
}

}  // namespace

FileList FindFiles(const std::vector<std::string>& paths) {
  FileList list;
  for (const std::string& path : paths) {
    std::error_code error;
    const size_t before = list.files.size() + list.unreadable.size();
    const bool folder = fs::is_directory(path, error);
    if (folder) {
      FindBelow(path, path, list);
    } else if (fs::is_regular_file(path, error) && Archive::IsOne(path)) {
      FindInArchive(path, list);
    } else {
      list.files.push_back(ToSource(path, {}));  // whether it can be read shows when it is
    }
    if (list.files.size() + list.unreadable.size() == before) {
      list.unreadable.push_back({AsUtf8(path), std::string("there is no *.txt, *.htm or *.html file in this ") +
                                                   (folder ? "folder" : "archive")});
    }
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

absl::StatusOr<std::string> ReadSource(const SourceFile& file) {
  return file.archive == nullptr ? ReadSource(file.path) : file.archive->Read(file.index_in_archive);
}

}  // namespace lectern::admin
