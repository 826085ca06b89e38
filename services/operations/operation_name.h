// Names of long-running operations.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace lectern::operations {

// What the contract calls them.
inline constexpr std::string_view kOperationType = "lectern/Operation";
inline constexpr std::string_view kOperationCollection = "operations";

// A new name, "operations/{id}": 18 characters of Crockford's base 32 in lower case, the first 10 for `now` in
// milliseconds, the others random (40 bits). So names order by the time they were made.
std::string NewOperationName(absl::Time now);

// The key of that operation in the store; nullopt where `name` cannot be one's. Keys order as names do.
std::optional<std::string> KeyOfOperation(std::string_view name);

}  // namespace lectern::operations
