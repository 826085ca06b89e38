// Long jobs of the server: waiting for their end, and what became of them.
#pragma once

#include <string>

#include "clients/admin/session.h"
#include "google/longrunning/operations.pb.h"

namespace lectern::admin {

// Waits until the operation `name` has ended, with progress on stderr, and sets `operation` to what it ended as. An
// operation that failed is a success here; a failure is one of asking for it.
grpc::Status WaitFor(Session& session, const std::string& name, google::longrunning::Operation& operation);

// The exit code that the ended `operation` means; says what went wrong where something did.
ExitCode EndOf(Session& session, const google::longrunning::Operation& operation);

// Prints `operation` as JSON, or as a record. What its metadata and response hold is left out of JSON where this
// program does not know their types.
ExitCode PrintOperation(Session& session, const google::longrunning::Operation& operation);

}  // namespace lectern::admin
