// From the project's errors to what goes over the wire.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace lectern::rpc {

// Most bytes of a status's details; what is over is cut to the first details and a count of the rest.
inline constexpr size_t kMaxDetailBytes = 4096;

// An error with its google.rpc details. One that carries no reason is one that nobody mapped: it becomes
// INTERNAL (INTERNAL_FAULT) with `call_id` to look for in the log, and its own text stays here.
google::rpc::Status ToRpcStatus(const absl::Status& error, const std::string& call_id);
// The same as gRPC takes it, or OK.
grpc::Status ToWire(const absl::Status& status, const std::string& call_id);

}  // namespace lectern::rpc
