// Where an export is written.
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace lectern::admin {

// A file that is there under its name once it is whole, and until then as NAME.partial. What is no regular file, such
// as a pipe, is written to directly.
class ExportFile {
 public:
  // "" and "-" are `out`, which outlives it.
  ExportFile(std::string path, std::ostream& out);
  // Takes away what was not finished.
  ~ExportFile();
  ExportFile(const ExportFile&) = delete;
  ExportFile& operator=(const ExportFile&) = delete;

  bool is_stdout() const { return stdout_; }
  // INVALID_ARGUMENT: it cannot be made; the message says why, with the path.
  absl::Status Open();
  // False where it cannot be written.
  bool Write(std::string_view bytes);
  // Puts it under its name, on the disk. UNAVAILABLE: that, or a write before, failed.
  absl::Status Finish();

 private:
  const std::filesystem::path path_;
  const bool stdout_;
  std::ostream& out_;
  std::filesystem::path written_;  // what is written to until it is whole; path_ where that is no regular file
  std::ofstream file_;
};

}  // namespace lectern::admin
