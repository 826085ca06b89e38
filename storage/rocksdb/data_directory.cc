#include "storage/rocksdb/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::storage::rocks {
namespace {

namespace fs = std::filesystem;

constexpr char kFormatFile[] = "FORMAT";
constexpr char kNewFormatFile[] = "FORMAT.new";
constexpr char kLockFile[] = "LOCK";
constexpr char kStore[] = "store";
constexpr std::string_view kFormatPrefix = "lectern-store ";

// What an empty data directory may hold: traces of a first start that was cut off, and a file system's own.
bool CountsAsEmpty(const fs::path& name) { return name == kLockFile || name == kNewFormatFile || name == "lost+found"; }

// Reads only: a directory that is not ours is left as it was found.
absl::Status CheckOurs(const fs::path& path) {
  const fs::path file = path / kFormatFile;
  std::error_code error;
  if (!fs::exists(file, error)) {
    for (const auto& item : fs::directory_iterator(path, error))
      if (!CountsAsEmpty(item.path().filename()))
        return absl::FailedPreconditionError(
            absl::StrCat("data directory ", path.string(),
                         " is not empty and holds no lectern store; name an empty directory with --data"));
    return absl::OkStatus();
  }
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  int version = 0;
  if (!line.starts_with(kFormatPrefix) || !absl::SimpleAtoi(line.substr(kFormatPrefix.size()), &version) || version < 1)
    return absl::FailedPreconditionError(
        absl::StrCat(file.string(), " is not the format file of a lectern store; name another directory with --data"));
  if (version > kFormatVersion)
    return absl::FailedPreconditionError(
        absl::StrCat("data directory ", path.string(), " was written by a newer lectern (format ", version,
                     ", this one knows up to ", kFormatVersion, "); start the newer version"));
  return absl::OkStatus();
}

absl::Status CannotWrite(const fs::path& path) {
  return absl::PermissionDeniedError(
      absl::StrCat("data directory ", path.string(), " cannot be written: ", std::strerror(errno)));
}

// A descriptor that is closed at the end of its scope.
class File {
 public:
  File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool Write(std::string_view bytes) const {
    return descriptor_ >= 0 && ::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  }
  bool Sync() const { return descriptor_ >= 0 && ::fsync(descriptor_) == 0; }

 private:
  const int descriptor_;
};

// Whole and durable, or not there: half a format file would keep a store that is intact from opening.
absl::Status WriteFormat(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path / kFormatFile, error)) return absl::OkStatus();
  const File file(path / kNewFormatFile, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.Write(absl::StrCat(Absl(kFormatPrefix), kFormatVersion, "\n")) || !file.Sync()) return CannotWrite(path);
  if (::rename((path / kNewFormatFile).c_str(), (path / kFormatFile).c_str()) != 0) return CannotWrite(path);
  return absl::OkStatus();
}

// Makes `path`, for its owner alone: it will hold drafts, keys and what was redacted.
absl::Status MakeDirectory(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error)) return absl::OkStatus();
  fs::create_directories(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  if (error)
    return absl::PermissionDeniedError(
        absl::StrCat("data directory ", path.string(), " cannot be made: ", error.message()));
  const fs::path parent = fs::absolute(path).lexically_normal().parent_path();
  File(path.has_filename() ? parent : parent.parent_path(), O_RDONLY | O_DIRECTORY).Sync();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<DataDirectory>> DataDirectory::Open(const fs::path& path) {
  RETURN_IF_ERROR(MakeDirectory(path));
  std::error_code error;
  if (!fs::is_directory(path, error))
    return absl::FailedPreconditionError(
        absl::StrCat("data directory ", path.string(), " is a file; name a directory with --data"));
  RETURN_IF_ERROR(CheckOurs(path));
  const int lock = ::open((path / kLockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return CannotWrite(path);
  std::unique_ptr<DataDirectory> directory(new DataDirectory(path, lock));
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0)
    return absl::FailedPreconditionError(absl::StrCat(
        "data directory ", path.string(), " is in use by another lecternd; stop it or name another with --data"));
  RETURN_IF_ERROR(CheckOurs(path));  // again: another process may have made it meanwhile
  RETURN_IF_ERROR(WriteFormat(path));
  fs::create_directory(path / kStore, error);
  if (error || !File(path, O_RDONLY | O_DIRECTORY).Sync()) return CannotWrite(path);
  return directory;
}

fs::path DataDirectory::store() const { return path_ / kStore; }

DataDirectory::~DataDirectory() { ::close(lock_); }

}  // namespace lectern::storage::rocks
