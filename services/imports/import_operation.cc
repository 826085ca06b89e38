#include "services/imports/import_operation.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "services/operations/operation_list.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::imports {

absl::StatusOr<ImportOperation> FindImport(const storage::Snapshot& snapshot, const auth::Principal& principal,
                                           const std::string& name) {
  const std::optional<std::string> key = operations::KeyOfOperation(name);
  if (!key)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "operation",
                           "is no operation's: \"operations/{operation}\"");
  ASSIGN_OR_RETURN(const std::optional<storage::Value> value, snapshot.Get(*key));
  ASSIGN_OR_RETURN(std::optional<operations::StoredOperation> stored, operations::ReadOperation(snapshot, *key));
  if (!value || !stored || stored->type() != kImportJob || !operations::MaySee(principal, *stored))
    return operations::NoSuchOperation(name);
  ImportOperation import{*key, value->revision(), *std::move(stored), {}, {}};
  if (!import.stored.operation().metadata().UnpackTo(&import.metadata) ||
      !import.stored.arguments().UnpackTo(&import.arguments))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a stored import is damaged");
  return import;
}

absl::Status WrongState(const ImportOperation& import, const std::string& needed) {
  std::string state = v1::ImportState_Name(import.metadata.state()).substr(sizeof("IMPORT_STATE_") - 1);
  const bool failed = import.stored.operation().has_error();
  return Fault(
      absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_IMPORT_STATE_WRONG,
      absl::StrCat("the import must be ", needed, "; it is ", state, failed ? " and has ended with an error" : ""),
      {{"state", state}});
}

bool WaitsIn(const ImportOperation& import, v1::ImportState state) {
  return import.stored.waits_for_caller() && !import.stored.operation().done() && !import.stored.cancel_requested() &&
         import.metadata.state() == state;
}

void GoOn(ImportOperation& import, v1::ImportState state, absl::Time now, storage::RecordBatch& batch) {
  import.metadata.set_state(state);
  import.metadata.set_done_items(0);
  *import.metadata.mutable_phase_time() = ToTimestamp(now);
  import.stored.mutable_operation()->mutable_metadata()->PackFrom(import.metadata);
  import.stored.mutable_arguments()->PackFrom(import.arguments);
  import.stored.set_waits_for_caller(false);
  *import.stored.mutable_update_time() = ToTimestamp(now);
  batch.Require(import.key, import.revision);
  batch.others().Put(import.key, import.stored.SerializeAsString());
}

}  // namespace lectern::imports
