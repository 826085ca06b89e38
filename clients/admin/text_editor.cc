#include "clients/admin/text_editor.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr char kSuffix[] = ".json";

// For the shell, whatever the path holds.
std::string Quoted(const std::string& path) {
  std::string quoted = "'";
  for (const char c : path) {
    if (c == '\'') quoted += "'\\'";
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

EditedFile::~EditedFile() {
  if (!path_.empty() && !kept_) unlink(path_.c_str());
}

absl::Status EditedFile::Create(const std::string& text) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  std::string path = (folder / "lectern-edit-XXXXXX").string() + kSuffix;
  const int file = error ? -1 : mkstemps(path.data(), sizeof kSuffix - 1);  // mode 0600
  if (file < 0) return absl::UnavailableError(fmt::format("no file can be made in {}", folder.string()));
  path_ = path;
  close(file);
  std::ofstream out(path_, std::ios::binary);
  if (!(out << text).flush()) return absl::UnavailableError(fmt::format("{} cannot be written", path_));
  return absl::OkStatus();
}

std::optional<std::string> EditedFile::Read() const {
  std::ifstream in(path_, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string EditorCommand(bool terminal) {
  for (const char* variable : {"VISUAL", "EDITOR"})
    if (const char* command = std::getenv(variable); command != nullptr && *command != '\0') return command;
  return terminal ? "vi" : "";
}

absl::Status RunEditor(const std::string& command, const std::string& path) {
  // By the shell, since the command may have arguments of its own, as in "code --wait". system() keeps an interrupt
  // that is meant for the editor from ending this program.
  const int ended = std::system((command + ' ' + Quoted(path)).c_str());
  if (ended == 0) return absl::OkStatus();
  if (ended != -1 && WIFEXITED(ended))
    return absl::UnavailableError(fmt::format("the editor '{}' ended with {}", command, WEXITSTATUS(ended)));
  return absl::UnavailableError(fmt::format("the editor '{}' did not end well", command));
}

}  // namespace lectern::admin
