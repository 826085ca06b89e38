#include "clients/admin/verbs.h"

#include <algorithm>

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
        // Whether it fits is told by the conversion to a number that follows.
        const bool digits =
            !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        return digits && text.find_first_not_of('0') != std::string::npos ? "" : "a revision is a number from 1";
      },
      "");
}

void AddEtagOption(CLI::App& verb, std::string& etag) {
  verb.add_option("--etag", etag, "Only if it is still in this state: the etag that `lecternctl get NAME` shows")
      ->check(Utf8());
}

ExitCode FailName(Session& session, const std::string& name) {
  return session.Fail(ExitCode::kUsage, fmt::format("'{}' names no resource; names are {}", name, NameForms()));
}

}  // namespace lectern::admin
