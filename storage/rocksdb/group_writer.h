// Resolves a group of commits, one after another, into one write batch, and writes it under one fsync.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/engine/engine.h"
#include "storage/rocksdb/group_state.h"
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
  rocksdb::Status ResolveAndWrite(std::vector<PendingCommit>& group, Revision floor);
  // Reads the rows of `kv` that the group looks at, at once: one after another they cost twice as much. Those that are
  // too large together, or cannot be read, are read by the commit that needs them.
  void ReadAhead(const std::vector<PendingCommit>& group);
  absl::StatusOr<CommitResult> Resolve(const PendingCommit& commit);
  // The newest commit, those of this group included.
  CommitResult Newest() const;
  absl::StatusOr<std::optional<CommitResult>> FindRepetition(const RequestRow& request);
  absl::Status CheckPreconditions(const std::vector<Precondition>& preconditions);
  // Carries out what is no Rewrite.
  absl::Status Apply(const Change& change, uint32_t& sequence);
  void PutCurrent(std::string_view key, std::string_view value);
  // Takes the past rows of `key` away, those of this group included.
  absl::Status ErasePast(std::string_view key);
  // `index`: the change's place in its batch, for the error.
  absl::Status Rewrite(const Change& change, size_t index);
  // The past row of `key` that `revision` wrote, those of this group included; nullopt where there is none.
  absl::StatusOr<std::optional<GroupKey::Past>> FindPast(std::string_view key, Revision revision);
  // Current row of `key`, changes of this group included. False: there is none. `row` is good until the next call.
  absl::StatusOr<bool> ReadCurrent(std::string_view key, CurrentRow& row);
  rocksdb::ColumnFamilyHandle* table(Table table) const { return Handle(tables_, table); }

  rocksdb::DB& db_;
  const TableHandles tables_;
  rocksdb::WriteBatch batch_;  // from here on: of the group that is being written; empty between groups
  GroupState state_;           // what batch_ does to `kv` and `hist`
  // The same for `req`: accepted requests of this group and what they are answered with.
  absl::flat_hash_map<absl::string_view, std::pair<const RequestRow*, CommitResult>> requests_;
  std::vector<rocksdb::PinnableSlice> read_;  // what state_ knows points into them
  rocksdb::PinnableSlice scratch_;
  Revision revision_;  // newest written
  absl::Time time_;    // of that
  Revision floor_ = 0;
  Revision next_revision_;  // of the commit being resolved
  absl::Time now_;          // of the commits being resolved
};

}  // namespace lectern::storage::rocks
