// Plans the changes of one write against one snapshot: what each resource is, what comes in, what becomes of it.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "lectern/v1/batch.pb.h"
#include "services/aip/violations.h"
#include "services/aip/write_methods.h"
#include "services/editing/merge.h"
#include "services/editing/references.h"
#include "storage/records/record_reader.h"

namespace lectern::editing {

class EditSession;
struct ImportedItem;
struct ItemToImport;

// What is particular to a kind of resource.
struct ResourceRules {
  const storage::RecordKind* kind = nullptr;
  // The server chooses ids: a resource may come without a name, or with one that ends in "/-", and is recognised by its
  // source_key then.
  bool server_ids = false;
  // Others depend on it: it is not deleted while they name it.
  bool kept_while_named = false;
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

// The outcome for a resource that is not written; a revision of 0 stands for that of the commit.
Edited Unwritten(const std::string& name, v1::UpsertOutcome outcome, storage::Revision revision);

// ABORTED (ETAG_MISMATCH) where `etag` is stated and not that of `name` at `revision`.
absl::Status CheckEtag(const storage::StoreIdentity& identity, const std::string& name, const std::string& etag,
                       storage::Revision revision);

class EditSession {
 public:
  // `publication` (may be null) publishes every draft that is written. All of it outlives the session.
  EditSession(const storage::StoreIdentity& identity, const storage::Snapshot& snapshot, absl::Time now,
              const v1::Publication* publication)
      : identity_(identity), snapshot_(snapshot), now_(now), publication_(publication), named_(snapshot) {}

  // Each plans one change; `prefix` stands before the paths of what is wrong with it ("items[3].entry.").
  // Errors: INVALID_ARGUMENT (FIELD_INVALID), FAILED_PRECONDITION (PUBLICATION_NOT_CLEARED), ABORTED (ETAG_MISMATCH).

  // ALREADY_EXISTS (RESOURCE_EXISTS) where the name or the source_key is taken.
  absl::StatusOr<Edited> Create(const ResourceRules& rules, const Message& incoming, const std::string& prefix);
  // NOT_FOUND where it is deleted, and where there is none unless `allow_missing`, which creates it then. An unchanged
  // resource is not written.
  absl::StatusOr<Edited> Update(const ResourceRules& rules, const Message& incoming, const FieldMask& mask,
                                bool allow_missing, const std::string& prefix);
  // Creates or changes.
  absl::StatusOr<Edited> Upsert(const ResourceRules& rules, const Message& incoming, const FieldMask& mask,
                                const std::string& prefix);
  // Sets delete_time and purge_time. NOT_FOUND as Update; FAILED_PRECONDITION (RESOURCE_IN_USE).
  absl::StatusOr<Edited> Delete(const ResourceRules& rules, const std::string& name, const std::string& etag);
  // Takes them off. NOT_FOUND; ALREADY_EXISTS where it is not deleted; FAILED_PRECONDITION (RESOURCE_EXPUNGED).
  absl::StatusOr<Edited> Undelete(const ResourceRules& rules, const std::string& name, const std::string& etag);
  // Writes what `revision` wrote, with the lifecycle, review and identity risk of now. NOT_FOUND; FAILED_PRECONDITION
  // (REVISION_PROTECTED).
  absl::StatusOr<Edited> Rollback(const ResourceRules& rules, const std::string& name, storage::Revision revision,
                                  const std::string& etag);
  // Publishes by the session's publication what is not published yet. NOT_FOUND as Update.
  absl::StatusOr<Edited> Publish(const ResourceRules& rules, const std::string& name, const std::string& prefix);
  // Hides what `make` marks, and every earlier state. Nothing else about the resource is checked: nothing that is wrong
  // with a text may keep a name in it before its readers. NOT_FOUND as Update.
  using MakeRedacted = std::function<absl::Status(Message& record)>;
  absl::StatusOr<Edited> Redact(const ResourceRules& rules, const std::string& name, const std::string& etag,
                                const MakeRedacted& make);
  // Withdraws what is published, whatever may be wrong with it; a draft stays one. NOT_FOUND as Update.
  absl::StatusOr<Edited> Withdraw(const ResourceRules& rules, const std::string& name, const v1::Review& review,
                                  const std::string& prefix);

  // Carries out an item of an import. Errors are those of the action that it comes to; nothing is planned then.
  absl::StatusOr<ImportedItem> Import(const ItemToImport& item, const std::string& prefix);
  // True for keys of records that will be there once the session is committed, beside those that it writes itself.
  using Expected = std::function<bool(const std::string& record_key)>;
  void set_expected(Expected expected) { expected_ = std::move(expected); }
  // True for keys of records that the session writes, or that are expected.
  bool WillBeThere(const std::string& record_key) const {
    return written_.contains(record_key) || (expected_ && expected_(record_key));
  }

  // Keys of the records that it writes.
  const std::set<std::string>& written() const { return written_; }
  // From now on all is checked and told as ever, but the batch gets no records: for who only wants to know.
  void CheckAlone() { check_alone_ = true; }

  const storage::Snapshot& snapshot() const { return snapshot_; }
  // What the records that it writes name.
  NamedRecords& named() { return named_; }
  // What the changes so far add up to.
  storage::RecordBatch& batch() { return batch_; }
  // Ranks that entries of this session were given, by page.
  std::map<std::string, std::string>& last_ranks() { return last_ranks_; }

 private:
  struct Target {
    std::string name, key;
    std::optional<storage::StoredRecord> old;
  };
  // What there is under `name`, deleted or not. NOT_FOUND where there is nothing; ABORTED (ETAG_MISMATCH).
  absl::StatusOr<Target> FindByName(const ResourceRules& rules, const std::string& name, const std::string& etag) const;
  // The same for what is not deleted.
  absl::StatusOr<Target> FindLive(const ResourceRules& rules, const std::string& name, const std::string& etag) const;
  absl::StatusOr<Target> Find(const ResourceRules& rules, const Message& incoming, const std::string& prefix) const;
  static bool IsFree(const ResourceRules& rules, const Target& target);
  absl::StatusOr<Edited> CreateAt(const ResourceRules& rules, const Target& target, const Message& incoming,
                                  const std::string& prefix);
  // Where a record comes from. The digest of what an import brings is kept to tell later edits by; redactions of what
  // history brings were made for its very text.
  enum class From { kImport, kEditor, kHistory };
  // Completes, checks and writes `updated`, unless it is what is there.
  absl::StatusOr<Edited> Finish(const ResourceRules& rules, const Target& target, std::unique_ptr<Message> updated,
                                From from, const std::string& prefix);
  // Writes `updated` as it is: what was checked when it was written first.
  absl::StatusOr<Edited> Write(const ResourceRules& rules, const Target& target, std::unique_ptr<Message> updated);
  // import_item.cc
  absl::StatusOr<Target> FindForImport(const ItemToImport& item, Message& incoming, const std::string& prefix) const;
  absl::StatusOr<ImportedItem> ImportNew(const ItemToImport& item, const Target& target,
                                         std::unique_ptr<Message> incoming, const std::string& prefix);
  absl::StatusOr<ImportedItem> ImportOver(const ItemToImport& item, const Target& target,
                                          std::unique_ptr<Message> incoming, const std::string& prefix);
  absl::StatusOr<ImportedItem> ImportMerged(const ItemToImport& item, const Target& target, const Message& incoming,
                                            const std::string& prefix);
  absl::StatusOr<ImportedItem> ImportDeletion(const ResourceRules& rules, const Target& target);
  // Notes in `merged` what the import brought. True where that is all of it: Finish notes the digest of the whole then.
  static bool NoteImport(const ItemToImport& item, const Message& incoming, const Message& base,
                         const std::vector<const google::protobuf::FieldDescriptor*>& fields, Message& merged);
  absl::Status Claim(const std::string& what, const std::string& field, const std::string& prefix);

  const storage::StoreIdentity& identity_;
  const storage::Snapshot& snapshot_;
  const absl::Time now_;
  const v1::Publication* const publication_;
  storage::RecordBatch batch_;
  std::set<std::string> claimed_;  // record keys and source_keys that this write touches
  std::set<std::string> written_;  // keys of records that will be there
  std::map<std::string, std::string> last_ranks_;
  Expected expected_;
  bool publishes_ = true;    // publication_ applies to what comes next
  bool surely_new_ = false;  // ItemToImport::surely_new of what comes next
  bool check_alone_ = false;
  NamedRecords named_;
};

}  // namespace lectern::editing
