// What an erasure writes: the resource as it is from now on, every state that it had, and what its index rows leave
// behind.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/editing/edit_session.h"
#include "storage/records/record_batch.h"

namespace lectern::erasure {

// Answers with an error where the words stand in what is no part of the catalogue, and so would stay.
using CheckElsewhere =
    std::function<absl::Status(const storage::Snapshot& snapshot, const std::vector<std::string>& words)>;

// What to erase.
struct Erasure {
  std::string name;
  std::string text;                          // empty: all of the resource
  std::string replacement;                   // stands in the place of `text`
  std::string etag;                          // not empty: only in that state
  CheckElsewhere check_elsewhere = nullptr;  // may be null
};

// What is planned.
struct ErasurePlan {
  v1::UpsertResult result;
  int states = 0;  // that held what is erased, the present one included
};

// Adds the erasure to `batch`, with a row that lets a restore from an older backup erase it again. Reads every state of
// the resource: may wait for the disk. NOT_FOUND; ABORTED (ETAG_MISMATCH); FAILED_PRECONDITION (RESOURCE_IN_USE);
// INVALID_ARGUMENT (FIELD_INVALID) where the text stands nowhere or in the name, or the kind cannot be erased whole.
absl::StatusOr<ErasurePlan> PlanErasure(const storage::StoreIdentity& identity, const storage::Snapshot& snapshot,
                                        absl::Time now, const editing::ResourceRules& rules, const Erasure& erasure,
                                        storage::RecordBatch& batch);

}  // namespace lectern::erasure
