// The files that an import reads.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::admin {

// A file to import.
struct SourceFile {
  std::filesystem::path path;
  // Its path as given, and its name without folders; both well-formed UTF-8, for messages and for provenance.
  std::string shown;
  std::string name;
};

// Something named on the command line, or found in a folder, that cannot be read.
struct UnreadablePath {
  std::string shown;
  std::string why;
};

struct FileList {
  std::vector<SourceFile> files;
  std::vector<UnreadablePath> unreadable;
};

// Each file of `paths`, and each *.txt file in or below each folder of them, sorted by path within a folder. Links to
// folders are not followed.
FileList FindFiles(const std::vector<std::string>& paths);

// The bytes of `path`. NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (no regular file, or larger than 64 MiB);
// the message says it in a few words, without the path.
absl::StatusOr<std::string> ReadSource(const std::filesystem::path& path);

}  // namespace lectern::admin
