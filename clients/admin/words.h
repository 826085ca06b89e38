// Words that are better not typed on a command line, where the shell and the list of processes keep them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clients/admin/session.h"

namespace lectern::admin {

// The text in the file `path`, without the line's end behind it; "-" is standard input, of which a terminal gives one
// line. INVALID_ARGUMENT: it cannot be read, is empty, not UTF-8, or longer than the contract allows for words to
// erase. No message holds any of it.
absl::StatusOr<std::string> ReadWords(Session& session, const std::string& path);

}  // namespace lectern::admin
