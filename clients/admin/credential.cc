#include "clients/admin/credential.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

// A key is far shorter; whatever is longer is some other file.
constexpr size_t kLongestKey = 1024;

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// gRPC ends the whole process over metadata that is not printable ASCII, so that is found out here.
absl::StatusOr<Credential> Checked(std::string_view text, const std::string& origin) {
  const std::string_view secret = Trimmed(text);
  if (secret.empty()) return absl::InvalidArgumentError(fmt::format("the key from {} is empty", origin));
  if (secret.size() > kLongestKey ||
      !std::all_of(secret.begin(), secret.end(), [](char c) { return c > ' ' && c < 0x7f; }))
    return absl::InvalidArgumentError(fmt::format("what {} holds cannot be a key: one word of ASCII", origin));
  return Credential{std::string(secret), origin};
}

// At most so much that Checked can tell a key from something else.
bool ReadKeyFile(const std::filesystem::path& path, std::string& text) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  text.resize(kLongestKey + 8);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (file.fail() && !file.eof())) return false;
  text.resize(static_cast<size_t>(file.gcount()));
  return true;
}

}  // namespace

absl::StatusOr<Credential> FindCredential(const CredentialSources& sources) {
  if (sources.token) return Checked(*sources.token, "--token");
  std::string text;
  if (sources.file) {
    if (!ReadKeyFile(*sources.file, text))
      return absl::InvalidArgumentError(fmt::format("cannot read the key file {}", *sources.file));
    return Checked(text, *sources.file);
  }
  if (sources.environment && !sources.environment->empty()) return Checked(*sources.environment, "LECTERN_TOKEN");
  for (const std::filesystem::path& path : sources.default_files) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) continue;
    if (ReadKeyFile(path, text)) return Checked(text, path.string());
    break;
  }
  return Credential{};
}

std::vector<std::filesystem::path> DefaultKeyFiles() {
  const std::filesystem::path below = std::filesystem::path("var") / "lectern" / "admin.key";
  std::vector<std::filesystem::path> files = {below};
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  // A build puts the program at <checkout>/build/<preset>/bin/lecternctl.
  if (!error) files.push_back((program.parent_path() / ".." / ".." / ".." / below).lexically_normal());
  return files;
}

}  // namespace lectern::admin
