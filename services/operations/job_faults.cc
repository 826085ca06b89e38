#include "services/operations/job_faults.h"

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::operations {

absl::Status OperationCancelled() {
  return Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_OPERATION_CANCELLED, "the operation was cancelled");
}

absl::Status OperationInterrupted() {
  return Fault(absl::StatusCode::kAborted, v1::ERROR_REASON_OPERATION_INTERRUPTED,
               "the server stopped before the operation was done, and it cannot go on; start it anew");
}

absl::Status TooLarge(std::string_view what, size_t bytes, size_t most) {
  return Fault(
      absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
      absl::StrCat("the ", Absl(what), " of an operation would have ", bytes, " bytes; at most ", most, " are allowed"),
      {{"limit", absl::StrCat(most)}});
}

bool WorthRetrying(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable || ReasonOf(status) == v1::ERROR_REASON_OVERLOADED;
}

}  // namespace lectern::operations
