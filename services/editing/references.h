// Names of other resources inside a resource.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aip/violations.h"
#include "storage/engine/snapshot.h"
#include "storage/records/record_batch.h"
#include "storage/records/record_kind.h"

namespace lectern::editing {

class EditSession;

// A field that names another record.
struct Reference {
  std::string path;  // of the field
  std::string key;   // of the record
};

// Records that others name, as they are at one snapshot. Entries of a write name the same few countries and topics
// again and again; each is read once.
class NamedRecords {
 public:
  struct State {
    storage::Revision revision = 0;
    bool deleted = false;
  };

  // `snapshot` outlives it.
  explicit NamedRecords(const storage::Snapshot& snapshot) : snapshot_(snapshot) {}

  // Reads what `references` name. May wait for the disk.
  absl::Status Read(const std::vector<Reference>& references);
  // Of what was read; null where there is no such record.
  const State* Find(const std::string& key) const;

  using States = std::unordered_map<std::string, State>;
  // What was found and is not deleted, 10,000 records at most: what a later write Know()s it need not read again.
  States Live() const;
  // `live` may have changed since it was found: a commit that leans on it fails then, with WRITE_CONTENTION.
  void Know(const States& live) { states_.insert(live.begin(), live.end()); }

 private:
  const storage::Snapshot& snapshot_;
  std::unordered_map<std::string, std::optional<State>> states_;
};

// The kind that a reference of `type` ("lectern/Topic") is a name of; null where `name` has not its shape. An entry
// reference may end in "@{revision}".
const storage::RecordKind* KindOfReference(std::string_view type, std::string_view name);

// How many resources that are not deleted name `name`. May wait for the disk.
absl::StatusOr<int64_t> CountNaming(const storage::Snapshot& snapshot, const std::string& name);

// FAILED_PRECONDITION (RESOURCE_IN_USE): `count` resources name `name`.
absl::Status InUse(const std::string& name, int64_t count);

// Adds a violation for every field of `record` that names a resource which is not there, or is deleted. What `old`
// (null for none) names already may stay, and what the session will make is there. The session's commit goes through
// only if what is named anew is still as it was found. May wait for the disk.
absl::Status CheckReferences(EditSession& session, const google::protobuf::Message& record,
                             const google::protobuf::Message* old, aip::Violations& violations);

}  // namespace lectern::editing
