// What the server does in the background for imports.
#pragma once

#include "services/aip/backend.h"
#include "services/imports/chunk_run.h"
#include "services/operations/job.h"
#include "services/operations/jobs.h"

namespace lectern::imports {

// The job of an import: plans it, then waits for its caller, then commits it. `backend` and `rules` outlive it.
operations::JobType ImportJob(const aip::Backend& backend, const Rules& rules);
// The job of an undo.
operations::JobType UndoJob(const aip::Backend& backend, const Rules& rules);

// Cancels imports that nobody has touched for seven days, and takes away what is left of operations that are gone. To
// be called now and then; blocks.
absl::Status SweepImports(const aip::Backend& backend, operations::Jobs& jobs, absl::Time now);

// plan_job.cc: works out the plan of an import that is in state PLANNING; its counts go to `metadata`.
absl::Status Plan(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata);
// commit_job.cc: writes what is planned and not done yet. The newest revision written goes to `response`.
absl::Status Commit(const ImportRun& run, operations::JobContext& context, v1::ImportMetadata& metadata,
                    v1::ImportResponse& response);

}  // namespace lectern::imports
