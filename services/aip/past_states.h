// Which earlier states of a record readers may see. Visibility follows the current record: what has been withdrawn,
// deleted or redacted since is shown in no earlier state either.
#pragma once

#include "absl/status/statusor.h"
#include "storage/engine/snapshot.h"
#include "storage/records/record_kind.h"

namespace lectern::aip {

// `hidden_through_revision` of a stored record: readers get no state at or below it. 0 where the kind has no such
// field. DATA_LOSS (RECORD_CORRUPT) where `record` is none.
absl::StatusOr<storage::Revision> HiddenThrough(const storage::RecordKind& kind, std::string_view record);

// Whether those who read published records may see `past`, a state of the record that is `current` now (which may be
// the same one): both are visible, and `past` was written after everything that is hidden by now. DATA_LOSS
// (RECORD_CORRUPT) where either is damaged.
absl::StatusOr<bool> ReadersMaySee(const storage::RecordKind& kind, const storage::Value& current,
                                   const storage::Value& past);

}  // namespace lectern::aip
