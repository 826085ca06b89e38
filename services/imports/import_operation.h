// An import as the operation that it is: finding it, and changing where it stands.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lectern/v1/import.pb.h"
#include "services/aip/backend.h"
#include "services/operations/operation_store.h"
#include "storage/records/record_batch.h"

namespace lectern::imports {

// Job types. DO NOT CHANGE: stored with operations.
inline constexpr char kImportJob[] = "import";
inline constexpr char kUndoJob[] = "undo-import";

struct ImportOperation {
  std::string key;
  storage::Revision revision = 0;
  operations::StoredOperation stored;
  v1::ImportMetadata metadata;
  internal::v1::ImportArguments arguments;

  const std::string& name() const { return stored.operation().name(); }
};

// The import `name`, if the caller may see it. INVALID_ARGUMENT (FIELD_INVALID): no operation's name. NOT_FOUND: there
// is none, or it is no import. May wait for the disk.
absl::StatusOr<ImportOperation> FindImport(const storage::Snapshot& snapshot, const auth::Principal& principal,
                                           const std::string& name);

// FAILED_PRECONDITION (IMPORT_STATE_WRONG): `import` is not in the state that a method needs; `needed` completes "the
// import must be ...".
absl::Status WrongState(const ImportOperation& import, const std::string& needed);

// True where it waits for its caller in that state.
bool WaitsIn(const ImportOperation& import, v1::ImportState state);

// Adds to `batch` that the import goes on in `state`, as its metadata and arguments now say. The commit goes through
// only if nobody else has changed it.
void GoOn(ImportOperation& import, v1::ImportState state, absl::Time now, storage::RecordBatch& batch);

}  // namespace lectern::imports
