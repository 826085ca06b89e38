// A failed call in words and as an exit code.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/exit_code.h"
#include "grpcpp/support/status.h"

namespace lectern::admin {

// Whom a call went to and with which key, for messages.
struct Caller {
  // Example: "127.0.0.1:50051".
  std::string server;
  // Where the key was taken from. Example: "--token", "var/lectern/admin.key"; empty without a key.
  std::string key_origin;
  // The role that --act-as lowers the calls to; empty without it.
  std::string acting_as = "";
};

// One rule that a field breaks.
struct FieldProblem {
  // Path from the request down. Example: "items[0].entry.title_lines".
  std::string field;
  // Completes the sentence "the field ...". Example: "has 9 items, at most 8 are allowed".
  std::string description;
};

// What a failed call's status says.
struct Failure {
  ExitCode exit_code = ExitCode::kServerError;
  grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
  // ErrorInfo's reason. Example: "FIELD_INVALID"; empty where the error is none of lectern's.
  std::string reason;
  // ErrorInfo's metadata.
  std::map<std::string, std::string> metadata;
  // What happened, without the fields.
  std::string message;
  // What to do about it, a sentence or two (see AdviceFor); empty where there is nothing but the message.
  std::string advice;
  // From BadRequest and PreconditionFailure.
  std::vector<FieldProblem> fields;
  // How long the server asks to wait before the next try.
  std::chrono::milliseconds retry_delay{0};
};

// Reads `status`, which is not OK, with its google.rpc details.
Failure Explain(const grpc::Status& status, const Caller& caller);

// True where the same call may succeed a little later and nothing was decided: the server is away, writers contended,
// or it is overloaded.
bool MayPass(const Failure& failure);

// True where the server turned down what the request holds, so that other items may still be taken.
bool IsRefusal(const Failure& failure);

// What somebody at the command line can do about an error of lectern, by ErrorInfo's reason; "" where the reason is not
// known. Example: "RESOURCE_NOT_FOUND".
std::string_view AdviceFor(std::string_view reason);

// The failure on one line, without the advice, every field that is wrong included, safe for a terminal.
// Example: "title_lines is required; publisher has 600 bytes, at most 512 are allowed".
std::string Text(const Failure& failure);

}  // namespace lectern::admin
