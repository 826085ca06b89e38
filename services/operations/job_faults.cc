#include "services/operations/job_faults.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "services/operations/job.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::operations {
namespace {

// Marks the status; it never leaves the process.
constexpr char kWaitForCaller[] = "lectern/wait-for-caller";

}  // namespace

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

absl::Status WaitForCaller(const google::protobuf::Message& metadata) {
  google::protobuf::Any packed;
  packed.PackFrom(metadata);
  absl::Status status = absl::FailedPreconditionError("the operation waits for its caller");
  status.SetPayload(kWaitForCaller, absl::Cord(packed.SerializeAsString()));
  return status;
}

std::optional<google::protobuf::Any> WaitsForCaller(const absl::Status& status) {
  const auto payload = status.GetPayload(kWaitForCaller);
  google::protobuf::Any metadata;
  if (!payload || !metadata.ParseFromString(std::string(*payload))) return std::nullopt;
  return metadata;
}

bool WorthRetrying(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable || ReasonOf(status) == v1::ERROR_REASON_OVERLOADED;
}

}  // namespace lectern::operations
