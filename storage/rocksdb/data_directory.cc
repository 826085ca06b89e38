#include "storage/rocksdb/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"

namespace lectern::storage::rocks {
namespace {

namespace fs = std::filesystem;

constexpr char kFormatFile[] = "FORMAT";
constexpr char kLockFile[] = "LOCK";
constexpr std::string_view kFormatPrefix = "lectern-store ";

// Reads only: a directory that is not ours is left as it was found.
absl::Status CheckOurs(const fs::path& path) {
  const fs::path file = path / kFormatFile;
  std::error_code error;
  if (!fs::exists(file, error)) {
    for (const auto& item : fs::directory_iterator(path, error))
      if (item.path().filename() != kLockFile)
        return absl::FailedPreconditionError(
            absl::StrCat("data directory ", path.string(),
                         " is not empty and holds no lectern store; name an empty directory with --data"));
    return absl::OkStatus();
  }
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  int version = 0;
  if (!line.starts_with(kFormatPrefix) || !absl::SimpleAtoi(line.substr(kFormatPrefix.size()), &version))
    return absl::FailedPreconditionError(
        absl::StrCat(file.string(), " is not the format file of a lectern store; name another directory with --data"));
  if (version > kFormatVersion)
    return absl::FailedPreconditionError(
        absl::StrCat("data directory ", path.string(), " was written by a newer lectern (format ", version,
                     ", this one knows up to ", kFormatVersion, "); start the newer version"));
  return absl::OkStatus();
}

absl::Status WriteFormat(const fs::path& path) {
  const fs::path file = path / kFormatFile;
  std::error_code error;
  if (fs::exists(file, error)) return absl::OkStatus();
  std::ofstream out(file);
  out << kFormatPrefix << kFormatVersion << "\n" << std::flush;
  if (out) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat("data directory ", path.string(), " cannot be written"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataDirectory>> DataDirectory::Open(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    return absl::PermissionDeniedError(
        absl::StrCat("data directory ", path.string(), " cannot be made: ", error.message()));
  if (!fs::is_directory(path, error))
    return absl::FailedPreconditionError(absl::StrCat("data directory ", path.string(), " is a file"));
  RETURN_IF_ERROR(CheckOurs(path));
  const int lock = ::open((path / kLockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0)
    return absl::PermissionDeniedError(
        absl::StrCat("data directory ", path.string(), " cannot be written: ", std::strerror(errno)));
  std::unique_ptr<DataDirectory> directory(new DataDirectory(path, lock));
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
    return absl::FailedPreconditionError(
        absl::StrCat("data directory ", path.string(), " is in use by another lecternd; stop it or name another with --data"));
  RETURN_IF_ERROR(CheckOurs(path));  // again: another process may have made it meanwhile
  RETURN_IF_ERROR(WriteFormat(path));
  return directory;
}

DataDirectory::~DataDirectory() { ::close(lock_); }

}  // namespace lectern::storage::rocks
