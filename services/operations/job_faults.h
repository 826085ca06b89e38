// Errors of operations.
#pragma once

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"

namespace lectern::operations {

absl::Status OperationCancelled();
absl::Status OperationInterrupted();
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED): `what` completes "... of an operation".
absl::Status TooLarge(std::string_view what, size_t bytes, size_t most);
// True where the store could not write just now, so that the same change may go through later.
bool WorthRetrying(const absl::Status& status);

}  // namespace lectern::operations
