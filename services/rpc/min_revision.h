// `lectern-min-revision`: a caller that knows of a revision is not answered from an older state.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "services/auth/authenticator.h"
#include "services/rpc/call.h"
#include "services/rpc/executor.h"
#include "storage/engine/engine.h"

namespace lectern::rpc {

// The revision that a call's metadata asks for, a decimal number; 0 where it asks for none. INVALID_ARGUMENT
// (FIELD_INVALID, naming lectern-min-revision) where it is no number.
absl::StatusOr<storage::Revision> MinRevision(const auth::Metadata& metadata);

// How long a call waits for a revision at most.
inline constexpr absl::Duration kRevisionPatience = absl::Seconds(5);

// UNAVAILABLE (REVISION_NOT_REACHED) with a RetryInfo. `latest`: the newest revision that could be shown.
absl::Status RevisionNotReached(storage::Revision latest);
// UNAVAILABLE (SHUTTING_DOWN), to one who waited.
absl::Status ServerStopping();

// Runs `handle` on the executor once `revision` can be read. Ends the call instead where that takes longer than
// kRevisionPatience, with UNAVAILABLE (REVISION_NOT_REACHED) and a RetryInfo, or than the call may take. Waits on no
// thread.
void AfterRevision(storage::Engine& engine, Executor& executor, const CallPtr& call, storage::Revision revision,
                   std::function<void()> handle);

}  // namespace lectern::rpc
