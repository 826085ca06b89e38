// Erasing for good what was deleted and whose time is over.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aip/backend.h"
#include "services/editing/edit_session.h"
#include "services/operations/jobs.h"

namespace lectern::erasure {

// Erases every deleted resource whose purge_time is at or before `now`, each in a commit of its own, and begins a
// compaction where there was one. Answers how many there were. Ends early where `stopped` answers true. What others
// name stays for now. Waits for the disk and for commits; errors as Engine::Commit and reads, with what was erased
// until then staying so.
absl::StatusOr<int> PurgeDeleted(const aip::Backend& backend, operations::Jobs& jobs,
                                 const std::vector<const editing::ResourceRules*>& rules, absl::Time now,
                                 const std::function<bool()>& stopped);

}  // namespace lectern::erasure
