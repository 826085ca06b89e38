// Typed errors: an absl::Status whose payload is a google.rpc.ErrorInfo, so that the reason survives every layer up to
// the wire and no layer parses messages.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "google/protobuf/message_lite.h"
#include "lectern/v1/error_reason.pb.h"

namespace lectern {

// One key and value of ErrorInfo.metadata.
using FaultDetail = std::pair<std::string_view, std::string>;

// An error of `code` for `reason`. `message` is for people and says what to do; it holds no stored text, no secret.
absl::Status Fault(absl::StatusCode code, v1::ErrorReason reason, std::string_view message,
                   std::initializer_list<FaultDetail> details = {});

// The reason `status` carries; UNSPECIFIED where it carries none (an error nobody mapped).
v1::ErrorReason ReasonOf(const absl::Status& status);

// RESOURCE_EXHAUSTED (OVERLOADED): nothing was done; a RetryInfo says when to try again.
absl::Status OverloadedFault(std::string_view message);

// Adds a further google.rpc detail (BadRequest, RetryInfo, ...) to `status`.
void AddDetail(absl::Status& status, const google::protobuf::MessageLite& detail);

}  // namespace lectern

// The project's two return macros; there are no others.
#define LECTERN_CONCAT_INNER(a, b) a##b
#define LECTERN_CONCAT(a, b) LECTERN_CONCAT_INNER(a, b)
#define RETURN_IF_ERROR(expression)                                         \
  do {                                                                      \
    if (absl::Status status_ = (expression); !status_.ok()) return status_; \
  } while (false)
#define ASSIGN_OR_RETURN(target, expression)                                                                 \
  auto LECTERN_CONCAT(result_, __LINE__) = (expression);                                                     \
  if (!LECTERN_CONCAT(result_, __LINE__).ok()) return std::move(LECTERN_CONCAT(result_, __LINE__)).status(); \
  target = *std::move(LECTERN_CONCAT(result_, __LINE__))
