// Long jobs of the server: waiting for their end, and what became of them.
#pragma once

#include <functional>
#include <string>

#include "clients/admin/session.h"
#include "google/longrunning/operations.pb.h"

namespace lectern::admin {

// What is to be said of an operation; "" where there is nothing.
using Describe = std::function<std::string(const google::longrunning::Operation&)>;

// Waits until the operation `name` has ended, with progress on stderr, and sets `operation` to what it ended as. How
// far it is, `progress` says of one that runs, if given. An operation that failed is a success here; a failure is one
// of asking for it.
grpc::Status WaitFor(Session& session, const std::string& name, google::longrunning::Operation& operation,
                     const Describe& progress = {});

// A long job that a verb begins.
struct Job {
  // Example: "The compaction".
  std::string what;
  // As of WaitFor; empty where there is nothing to say.
  Describe progress;
  // What became of it, of one that ended well.
  Describe result;
};

// Goes on with `operation`, what the call that began the job answered: prints it where `wait` is false, otherwise waits
// for its end and prints what became of it. The job goes on where the waiting fails.
ExitCode Follow(Session& session, google::longrunning::Operation operation, bool wait, const Job& job);

// The exit code that the ended `operation` means; says what went wrong where something did.
ExitCode EndOf(Session& session, const google::longrunning::Operation& operation);

// Prints `operation` as JSON, or as a record. What its metadata and response hold is left out of JSON where this
// program does not know their types.
ExitCode PrintOperation(Session& session, const google::longrunning::Operation& operation);

}  // namespace lectern::admin
