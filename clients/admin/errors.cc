#include "clients/admin/errors.h"

#include <string_view>

#include "clients/admin/text_width.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace lectern::admin {
namespace {

using grpc::StatusCode;

constexpr std::string_view kDomain = "lectern";

void ReadDetails(const grpc::Status& status, Failure& failure) {
  google::rpc::Status whole;
  if (!whole.ParseFromString(status.error_details())) return;
  for (const auto& detail : whole.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::PreconditionFailure precondition;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info) && info.domain() == kDomain) {
      failure.reason = info.reason();
      failure.metadata.insert(info.metadata().begin(), info.metadata().end());
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations())
        failure.fields.push_back({violation.field(), violation.description()});
    } else if (detail.UnpackTo(&precondition)) {
      for (const auto& violation : precondition.violations())
        failure.fields.push_back({violation.subject(), violation.description()});
    } else if (detail.UnpackTo(&retry)) {
      failure.retry_delay =
          std::chrono::milliseconds(google::protobuf::util::TimeUtil::DurationToMilliseconds(retry.retry_delay()));
    }
  }
}

ExitCode ExitCodeOf(const Failure& failure) {
  switch (failure.code) {
    case StatusCode::UNAVAILABLE:
      // A server that gives a reason of its own is there; but for one that is about to go.
      return failure.reason.empty() || failure.reason == "SHUTTING_DOWN" ? ExitCode::kUnreachable
                                                                         : ExitCode::kServerError;
    case StatusCode::DEADLINE_EXCEEDED:
    case StatusCode::CANCELLED:
      return failure.reason.empty() ? ExitCode::kUnreachable : ExitCode::kServerError;
    case StatusCode::UNAUTHENTICATED:
    case StatusCode::PERMISSION_DENIED:
      return ExitCode::kNotAllowed;
    case StatusCode::NOT_FOUND:
      return ExitCode::kNotFound;
    case StatusCode::INVALID_ARGUMENT:
      return ExitCode::kUsage;
    case StatusCode::ABORTED:
      return failure.reason == "WRITE_CONTENTION" ? ExitCode::kServerError : ExitCode::kRefused;
    case StatusCode::ALREADY_EXISTS:
    case StatusCode::FAILED_PRECONDITION:
      return ExitCode::kRefused;
    default:
      return ExitCode::kServerError;
  }
}

std::string RoleMessage(const Failure& failure, const Caller& caller) {
  const auto role = failure.metadata.find("role");
  const auto required = failure.metadata.find("required_role");
  const std::string needed = required == failure.metadata.end() ? "" : fmt::format("; this needs {}", required->second);
  if (caller.key_origin.empty())
    return fmt::format("not allowed without a key{}: give one with --token, LECTERN_TOKEN or --token-file", needed);
  // Below what was asked to act as, the key itself is too low.
  if (role != failure.metadata.end() && role->second == caller.acting_as)
    return fmt::format("not allowed: --act-as lowers this call to {}{}", caller.acting_as, needed);
  const std::string held = role == failure.metadata.end() ? "a lower role" : fmt::format("the role {}", role->second);
  return fmt::format("not allowed: the key from {} has {}{}", caller.key_origin, held, needed);
}

std::string UnauthenticatedMessage(const Failure& failure, const Caller& caller) {
  if (caller.key_origin.empty())
    return fmt::format("{} answers no call without a key: give one with --token, LECTERN_TOKEN or --token-file",
                       caller.server);
  if (failure.reason == "CREDENTIAL_INVALID" || failure.reason.empty())
    return fmt::format("{} does not know the key from {}, or it has expired or was revoked", caller.server,
                       caller.key_origin);
  return fmt::format("{} does not take the key from {}", caller.server, caller.key_origin);
}

std::string Message(const grpc::Status& status, const Failure& failure, const Caller& caller) {
  switch (failure.code) {
    case StatusCode::UNAVAILABLE:
      if (failure.reason.empty())
        return fmt::format("no server answers at {} ({})", caller.server, status.error_message());
      break;
    case StatusCode::DEADLINE_EXCEEDED:
      if (failure.reason.empty()) return fmt::format("{} did not answer in time (--timeout)", caller.server);
      break;
    case StatusCode::CANCELLED:
      if (failure.reason.empty()) return fmt::format("{} is stopping and took no more calls", caller.server);
      break;
    case StatusCode::UNIMPLEMENTED:
      if (failure.reason.empty())
        return fmt::format("the server at {} does not offer this method; is it lecternd, of this version?",
                           caller.server);
      break;
    case StatusCode::UNAUTHENTICATED:
      return UnauthenticatedMessage(failure, caller);
    case StatusCode::PERMISSION_DENIED:
      return RoleMessage(failure, caller);
    default:
      break;
  }
  if (!status.error_message().empty()) return status.error_message();
  return fmt::format("{} answered with error {} and no message", caller.server, static_cast<int>(failure.code));
}

}  // namespace

Failure Explain(const grpc::Status& status, const Caller& caller) {
  Failure failure;
  failure.code = status.error_code();
  ReadDetails(status, failure);
  failure.exit_code = ExitCodeOf(failure);
  failure.message = Message(status, failure, caller);
  failure.advice = AdviceFor(failure.reason);
  if (const auto call = failure.metadata.find("call_id"); call != failure.metadata.end())
    failure.message += fmt::format(" (call {} in the server's log)", call->second);
  return failure;
}

bool MayPass(const Failure& failure) {
  switch (failure.code) {
    case StatusCode::UNAVAILABLE:
      return true;
    case StatusCode::CANCELLED:
      // Nobody cancels calls here: gRPC says this of a call that had not arrived whole when its server stopped.
      return failure.reason.empty();
    case StatusCode::ABORTED:
      return failure.reason == "WRITE_CONTENTION";
    case StatusCode::RESOURCE_EXHAUSTED:
      return failure.reason == "OVERLOADED";
    default:
      return false;
  }
}

bool IsRefusal(const Failure& failure) {
  switch (failure.code) {
    case StatusCode::INVALID_ARGUMENT:
    case StatusCode::FAILED_PRECONDITION:
    case StatusCode::ALREADY_EXISTS:
    case StatusCode::NOT_FOUND:
    case StatusCode::OUT_OF_RANGE:
      return true;
    case StatusCode::RESOURCE_EXHAUSTED:
      return failure.reason != "OVERLOADED";  // a record, or the request as a whole, is too large
    default:
      return false;
  }
}

std::string Text(const Failure& failure) {
  if (failure.fields.empty()) return Printable(failure.message);
  std::string fields;
  if (failure.code == StatusCode::INVALID_ARGUMENT) {
    // The message tells the first of them only.
    for (const FieldProblem& problem : failure.fields)
      fields += fmt::format("{}{} {}", fields.empty() ? "" : "; ", problem.field, problem.description);
    return Printable(fields);
  }
  for (const FieldProblem& problem : failure.fields) fields += (fields.empty() ? "" : ", ") + problem.field;
  return Printable(fmt::format("{} ({})", failure.message, fields));
}

}  // namespace lectern::admin
