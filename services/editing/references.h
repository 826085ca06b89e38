// Names of other resources inside a resource.
#pragma once

#include "absl/status/status.h"
#include "services/aip/violations.h"
#include "storage/engine/snapshot.h"
#include "storage/records/record_kind.h"

namespace lectern::editing {

// The kind that a reference of `type` ("lectern/Topic") is a name of; null where `name` has not its shape. An entry
// reference may end in "@{revision}".
const storage::RecordKind* KindOfReference(std::string_view type, std::string_view name);

// Adds a violation for every field of `record` that names a resource which is not in the store. May wait for the disk.
absl::Status CheckReferences(const storage::Snapshot& snapshot, const google::protobuf::Message& record,
                             aip::Violations& violations);

}  // namespace lectern::editing
