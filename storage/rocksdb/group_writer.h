// Resolves a group of commits, one after another, into one write batch, and writes it under one fsync.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/utilities/write_batch_with_index.h"
#include "storage/engine/engine.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

// A commit in the queue. `outcome` is set when its group has been written.
struct PendingCommit {
  CommitRequest request;
  bool lookup_only = false;  // FindRequest
  Engine::CommitCallback done;
  absl::StatusOr<CommitResult> outcome = absl::UnknownError("not resolved");
};

// Used by the one writer thread alone.
class GroupWriter {
 public:
  GroupWriter(rocksdb::DB& db, const TableHandles& tables, Revision revision, absl::Time time);

  // Before every Write: makes sure that RocksDB, should the write fail, will resume with a new log. It does so only
  // where it has something in memory; with nothing there it would go on in the log that failed, behind what may be
  // half a record. Writes to memory alone; an error means that the store cannot write.
  rocksdb::Status Prepare();
  // Sets every outcome and writes what was accepted, and with it `floor`. The returned status is the write's: where it
  // failed, the outcomes of the accepted commits say so, and revision() has not moved.
  rocksdb::Status Write(std::vector<PendingCommit>& group, Revision floor);
  // Goes on behind what the store holds, after a write that failed.
  void Restart(Revision revision, absl::Time time);

  Revision revision() const { return revision_; }
  absl::Time time() const { return time_; }
  Revision floor() const { return floor_; }  // newest written by this writer; 0 before

 private:
  absl::StatusOr<CommitResult> Resolve(const PendingCommit& commit);
  // The newest commit, those of this group included.
  CommitResult Newest() const;
  absl::StatusOr<std::optional<CommitResult>> FindRepetition(const RequestRow& request);
  absl::Status CheckPreconditions(const std::vector<Precondition>& preconditions);
  // Carries out what is no Rewrite.
  absl::Status Apply(const Change& change, uint32_t& sequence);
  // Takes the past rows of `key` away, those of this group included.
  absl::Status ErasePast(std::string_view key);
  // `index`: the change's place in its batch, for the error.
  absl::Status Rewrite(const Change& change, size_t index);
  // At the first row of `hist` from `begin` on, changes of this group included; it goes on to the rows of other keys.
  // The batch is not changed while it is in use.
  std::unique_ptr<rocksdb::Iterator> PastRows(const std::string& begin);
  // Current row of `key`, changes of this group included. False: there is none.
  absl::StatusOr<bool> ReadCurrent(std::string_view key, CurrentRow& row);
  rocksdb::ColumnFamilyHandle* table(Table table) const { return Handle(tables_, table); }

  rocksdb::DB& db_;
  const TableHandles tables_;
  rocksdb::WriteBatchWithIndex batch_;
  rocksdb::PinnableSlice scratch_;
  Revision revision_;  // newest written
  absl::Time time_;    // of that
  Revision floor_ = 0;
  Revision next_revision_;  // of the commit being resolved
  absl::Time now_;          // of the commits being resolved
};

}  // namespace lectern::storage::rocks
