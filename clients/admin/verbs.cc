#include "clients/admin/verbs.h"

#include <cctype>
#include <charconv>
#include <cstdint>
#include <system_error>

#include "clients/admin/resources.h"
#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {

CLI::Validator Utf8() {
  return CLI::Validator([](const std::string& text) { return IsUtf8(text) ? "" : "the text is not UTF-8"; }, "");
}

CLI::Validator Revision() {
  return CLI::Validator(
      [](const std::string& text) {
        // The parser's own conversion takes a number that is too large for the largest there is.
        int64_t revision = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
        const bool whole = error == std::errc() && end == text.data() + text.size();
        return whole && revision > 0 ? "" : "a revision is a whole number from 1";
      },
      "");
}

void AddEtagOption(CLI::App& verb, std::string& etag) {
  verb.add_option("--etag", etag, "Only if it is still in this state: the etag that `lecternctl get NAME` shows")
      ->check(Utf8());
}

std::string CamelCase(const std::string& hyphenated) {
  std::string name;
  bool raise = false;
  for (const char c : hyphenated) {
    if (c != '-') name += raise ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    raise = c == '-';
  }
  return name;
}

ExitCode FailName(Session& session, const std::string& name) {
  return session.Fail(ExitCode::kUsage, fmt::format("'{}' names no resource; names are {}", name, NameForms()));
}

}  // namespace lectern::admin
