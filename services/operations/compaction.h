// The job that compacts the store.
#pragma once

#include <functional>
#include <string>

#include "services/operations/job.h"
#include "services/operations/jobs.h"
#include "storage/engine/engine.h"

namespace lectern::operations {

// To be registered. An operation's metadata are a CompactMetadata, its response is a CompactResponse. It cannot be
// cancelled once it runs. An operation whose turn comes when a compaction has been done that began after it was asked
// for ends with that one's response: of many erasures in a row, only the first and the last need one. `engine` outlives
// its runs. `others` has what stands beside the store let go of erased texts, too; its error is the operation's.
JobType CompactionJob(storage::Engine& engine, std::function<absl::Status(const JobContext&)> others);

JobOrder CompactionOrder(std::string principal, absl::Time now);

}  // namespace lectern::operations
