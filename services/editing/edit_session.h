// Plans the changes of one write against one snapshot: what each resource is, what comes in, what becomes of it.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "lectern/v1/batch.pb.h"
#include "services/aip/violations.h"
#include "services/aip/write_methods.h"
#include "services/editing/merge.h"
#include "storage/records/record_reader.h"

namespace lectern::editing {

class EditSession;

// What is particular to a kind of resource.
struct ResourceRules {
  const storage::RecordKind* kind = nullptr;
  // The server chooses ids: a resource may come without a name, or with one that ends in "/-", and is recognised by its
  // source_key then.
  bool server_ids = false;
  // Fills in what the server knows and checks what CheckFields cannot. `old` is null for a new resource. May wait for
  // the disk.
  absl::Status (*complete)(EditSession& session, Message& record, const Message* old,
                           aip::Violations& violations) = nullptr;
};

// What became of one resource. `record` is its new state, without stamps; null where it was not written.
struct Edited {
  v1::UpsertResult result;
  std::unique_ptr<Message> record;
};

class EditSession {
 public:
  // `publication` (may be null) publishes every draft that is written. All of it outlives the session.
  EditSession(const storage::StoreIdentity& identity, const storage::Snapshot& snapshot, absl::Time now,
              const v1::Publication* publication)
      : identity_(identity), snapshot_(snapshot), now_(now), publication_(publication) {}

  // Each plans one change; `prefix` stands before the paths of what is wrong with it ("items[3].entry.").
  // Errors: INVALID_ARGUMENT (FIELD_INVALID), FAILED_PRECONDITION (PUBLICATION_NOT_CLEARED), ABORTED (ETAG_MISMATCH).

  // ALREADY_EXISTS (RESOURCE_EXISTS) where the name or the source_key is taken.
  absl::StatusOr<Edited> Create(const ResourceRules& rules, const Message& incoming, const std::string& prefix);
  // NOT_FOUND where there is none or it is deleted. An unchanged resource is not written.
  absl::StatusOr<Edited> Update(const ResourceRules& rules, const Message& incoming, const FieldMask& mask,
                                const std::string& prefix);
  // Creates or changes. An import never overwrites what an editor has changed since: CONFLICT.
  absl::StatusOr<Edited> Upsert(const ResourceRules& rules, const Message& incoming, const FieldMask& mask,
                                const std::string& prefix);
  // Sets delete_time and purge_time. NOT_FOUND as Update.
  absl::StatusOr<Edited> Delete(const storage::RecordKind& kind, const std::string& name, const std::string& etag);

  const storage::Snapshot& snapshot() const { return snapshot_; }
  // What the changes so far add up to.
  storage::RecordBatch& batch() { return batch_; }
  // Ranks that entries of this session were given, by page.
  std::map<std::string, std::string>& last_ranks() { return last_ranks_; }

 private:
  struct Target {
    std::string name, key;
    std::optional<storage::StoredRecord> old;
  };
  absl::StatusOr<Target> Find(const ResourceRules& rules, const Message& incoming, const std::string& prefix) const;
  absl::StatusOr<Edited> CreateAt(const ResourceRules& rules, const Target& target, const Message& incoming,
                                  const std::string& prefix);
  absl::StatusOr<Edited> Reimport(const ResourceRules& rules, const Target& target, const Message& incoming,
                                  const std::string& prefix);
  // Whether a record is what an import brings: its digest is then kept to tell later edits by.
  enum class From { kImport, kEditor };
  // Completes, checks and writes `updated`, unless it is what is there.
  absl::StatusOr<Edited> Finish(const ResourceRules& rules, const Target& target, std::unique_ptr<Message> updated,
                                From from, const std::string& prefix);
  absl::Status CheckEtag(const Message& incoming, const Target& target) const;
  absl::Status Claim(const std::string& what, const std::string& field, const std::string& prefix);

  const storage::StoreIdentity& identity_;
  const storage::Snapshot& snapshot_;
  const absl::Time now_;
  const v1::Publication* const publication_;
  storage::RecordBatch batch_;
  std::set<std::string> claimed_;  // record keys and source_keys that this write touches
  std::map<std::string, std::string> last_ranks_;
};

}  // namespace lectern::editing
