#include "clients/admin/export/export_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;

bool Sync(const fs::path& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = fsync(file) == 0;
  close(file);
  return synced;
}

}  // namespace

ExportFile::ExportFile(std::string path, std::ostream& out)
    : path_(path), stdout_(path.empty() || path == "-"), out_(out) {}

ExportFile::~ExportFile() {
  if (written_.empty() || written_ == path_) return;
  std::error_code ignored;
  fs::remove(written_, ignored);
}

absl::Status ExportFile::Open() {
  if (stdout_) return absl::OkStatus();
  std::error_code error;
  const fs::file_status status = fs::status(path_, error);
  if (fs::is_directory(status)) return absl::InvalidArgumentError(fmt::format("{} is a folder", path_.string()));
  written_ = path_;
  if (!fs::exists(status) || fs::is_regular_file(status)) written_ += ".partial";
  file_.open(written_, std::ios::binary | std::ios::trunc);
  if (file_) return absl::OkStatus();
  const std::string why = std::strerror(errno);
  return absl::InvalidArgumentError(fmt::format("{} cannot be written: {}", std::exchange(written_, {}).string(), why));
}

bool ExportFile::Write(std::string_view bytes) {
  std::ostream& to = stdout_ ? out_ : file_;
  return static_cast<bool>(to.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
}

absl::Status ExportFile::Finish() {
  const auto failed = [&] {
    return absl::UnavailableError(fmt::format("{} could not be written", stdout_ ? "the export" : path_.string()));
  };
  if (stdout_) return out_.flush() ? absl::OkStatus() : failed();
  file_.close();
  if (!file_) return failed();
  if (written_ == path_) return absl::OkStatus();
  if (!Sync(written_, O_RDONLY)) return failed();
  std::error_code error;
  fs::rename(written_, path_, error);
  if (error) return failed();
  written_.clear();
  // The name too is to outlive a power cut; that it could not be made sure of does not make the file a bad one.
  Sync(path_.has_parent_path() ? path_.parent_path() : fs::path("."), O_RDONLY | O_DIRECTORY);
  return absl::OkStatus();
}

}  // namespace lectern::admin
