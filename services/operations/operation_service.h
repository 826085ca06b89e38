// The standard service google.longrunning.Operations.
//
// Editors see and cancel the operations that they asked for, administrators all; to anybody else they are NOT_FOUND.
// Errors of every method, beside its own: those of every call of the contract (lectern/v1/admin_service.proto).
//   GetOperation     NOT_FOUND.
//   ListOperations   newest first; `name` is "operations" or left out. `filter` is left out, `done = true` or
//                    `done = false`: INVALID_ARGUMENT (FILTER_UNSUPPORTED) otherwise. Page tokens as in every listing.
//                    return_partial_success is refused: there is but one place to list from.
//   CancelOperation  asks; the operation ends with CANCELLED (OPERATION_CANCELLED), or as it would have where its job
//                    was done before it noticed. Nothing where it has ended. NOT_FOUND.
//   WaitOperation    answers when it has ended, or with its state when `timeout` or the call's time is nearly up; at
//                    once where the server stops. RESOURCE_EXHAUSTED (OVERLOADED) where too many wait. NOT_FOUND.
//   DeleteOperation  says that nobody wants to hear of it any more: one that has ended is gone. One that has not goes
//                    on, as AIP-151 has it, and can be seen and cancelled; it is gone when it ends. NOT_FOUND.
#pragma once

#include "services/aip/backend.h"
#include "services/operations/jobs.h"
#include "services/rpc/method_table.h"

namespace lectern::operations {

// Adds its methods. `backend` and `jobs` outlive their calls.
void AddOperationMethods(const aip::Backend& backend, Jobs& jobs, rpc::MethodTable& methods);

}  // namespace lectern::operations
