#include "clients/admin/words.h"

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

// As RedactRequest.text says.
constexpr size_t kLongestWords = 1024;

// At most one byte more than is allowed, with a line's end behind it.
std::string ReadSome(std::istream& in) {
  std::string text(kLongestWords + 3, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

}  // namespace

absl::StatusOr<std::string> ReadWords(Session& session, const std::string& path) {
  std::string words;
  const bool standard_input = path == "-";
  if (standard_input && session.input().is_terminal) {
    words = session.Ask("The words, on one line: ").value_or("");
  } else if (standard_input) {
    words = ReadSome(session.input().in);
  } else {
    std::error_code error;
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, error))
      return absl::InvalidArgumentError(fmt::format("{}: cannot be read", path));
    words = ReadSome(file);
  }
  if (words.ends_with('\n')) words.pop_back();
  if (words.ends_with('\r')) words.pop_back();
  const std::string where = standard_input ? "standard input" : path;
  if (words.empty()) return absl::InvalidArgumentError(fmt::format("{}: holds no words", where));
  if (words.size() > kLongestWords)
    return absl::InvalidArgumentError(fmt::format("{}: has more than {} bytes", where, kLongestWords));
  if (!IsUtf8(words)) return absl::InvalidArgumentError(fmt::format("{}: is not UTF-8", where));
  return words;
}

}  // namespace lectern::admin
