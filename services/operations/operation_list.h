// A page of the operations that a caller may see.
#pragma once

#include "absl/status/statusor.h"
#include "google/longrunning/operations.pb.h"
#include "services/aip/backend.h"
#include "services/operations/operation_store.h"

namespace lectern::operations {

// Whoever asked for it, and administrators.
bool MaySee(const auth::Principal& principal, const StoredOperation& operation);

// Newest first, all pages of one listing at one snapshot, whose revision it tells. Errors as operation_service.h says.
// May wait for the disk.
absl::StatusOr<google::longrunning::ListOperationsResponse> ListOperations(
    const aip::Backend& backend, const rpc::Call& call, const google::longrunning::ListOperationsRequest& request,
    storage::Revision& revision);

}  // namespace lectern::operations
