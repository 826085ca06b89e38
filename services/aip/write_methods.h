// Carrying a write out: request ids, planning against a snapshot, the commit, and planning anew where another writer
// was first. Nothing here waits on a thread of gRPC.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "lectern/internal/v1/store.pb.h"
#include "services/aip/backend.h"
#include "storage/records/record_batch.h"

namespace lectern::aip {

// What a write is going to do. `results` are in the order of the request's items; a revision of 0 in them stands for
// the commit's own.
struct WritePlan {
  storage::RecordBatch batch;
  internal::v1::RequestResult results;
};

// Reads what it needs at `snapshot` and says what to write. May be called again where another writer was first. Runs on
// an executor.
using PlanWrite =
    std::function<absl::StatusOr<WritePlan>(const std::shared_ptr<const storage::Snapshot>& snapshot, absl::Time now)>;

// What a write has done, with every revision filled in.
struct WriteOutcome {
  storage::Revision revision = 0;
  absl::Time time;
  bool replayed = false;  // the request had been carried out before
  internal::v1::RequestResult results;
};

// Gets the outcome; must not block.
using WriteDone = std::function<void(absl::StatusOr<WriteOutcome>)>;

struct WriteRequest {
  std::string request_id;  // empty: not repeatable
  std::string hash;        // WriteHash of the request
  bool validate_only = false;
};

// Carries a write out; `done` is called once, unless the call ends before (cancelled, late, too many waiting). Errors
// beside those of `plan`: INVALID_ARGUMENT where request_id is no UUID or came before with another request
// (REQUEST_ID_REUSED); ABORTED (WRITE_CONTENTION) where other writers kept winning; and those of Engine::Commit.
void Write(const Backend& backend, const rpc::CallPtr& call, WriteRequest request, PlanWrite plan, WriteDone done);

}  // namespace lectern::aip
