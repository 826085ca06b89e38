// The files that an import reads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/import/archive.h"

namespace lectern::admin {

// A file to import: of the file system, or in an archive.
struct SourceFile {
  // The file itself, or the archive.
  std::filesystem::path path;
  // Its path as given, and its name without folders; both well-formed UTF-8, for messages and for provenance. Of a file
  // in an archive "archive.zip:inner/path.htm".
  std::string shown;
  std::string name;
  // Its path with the folders that can say where it stood on the old site: from the folder that was given on, that one
  // included; of a file in an archive from the archive's own name on. UTF-8, with slashes.
  std::string site_path;
  // Nothing for a file of the file system.
  std::shared_ptr<Archive> archive;
  uint64_t index_in_archive = 0;
};

// Something named on the command line, or found in a folder or an archive, that cannot be read.
struct UnreadablePath {
  std::string shown;
  std::string why;
};

struct FileList {
  std::vector<SourceFile> files;
  std::vector<UnreadablePath> unreadable;
};

// Each file of `paths`; each *.txt, *.htm and *.html file in or below each folder of them, sorted by path within a
// folder; and the same of each zip archive of them. Links to folders are not followed, archives in folders or archives
// not opened.
FileList FindFiles(const std::vector<std::string>& paths);

// The bytes of `path`. NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (no regular file, or larger than 64 MiB);
// the message says it in a few words, without the path.
absl::StatusOr<std::string> ReadSource(const std::filesystem::path& path);

// The same for a file that FindFiles found, in an archive or not.
absl::StatusOr<std::string> ReadSource(const SourceFile& file);

}  // namespace lectern::admin
