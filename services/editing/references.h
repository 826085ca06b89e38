// Names of other resources inside a resource.
#pragma once

#include "absl/status/statusor.h"
#include "services/aip/violations.h"
#include "storage/engine/snapshot.h"
#include "storage/records/record_batch.h"
#include "storage/records/record_kind.h"

namespace lectern::editing {

// The kind that a reference of `type` ("lectern/Topic") is a name of; null where `name` has not its shape. An entry
// reference may end in "@{revision}".
const storage::RecordKind* KindOfReference(std::string_view type, std::string_view name);

// How many resources that are not deleted name `name`. May wait for the disk.
absl::StatusOr<int64_t> CountNaming(const storage::Snapshot& snapshot, const std::string& name);

// FAILED_PRECONDITION (RESOURCE_IN_USE): `count` resources name `name`.
absl::Status InUse(const std::string& name, int64_t count);

// Adds a violation for every field of `record` that names a resource which is not there, or is deleted. What `old`
// (null for none) names already may stay. The commit goes through only if what is named anew is still as it was found:
// `batch` gets that precondition. May wait for the disk.
absl::Status CheckReferences(const storage::Snapshot& snapshot, const google::protobuf::Message& record,
                             const google::protobuf::Message* old, storage::RecordBatch& batch,
                             aip::Violations& violations);

}  // namespace lectern::editing
