#include "storage/rocksdb/group_writer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lectern/internal/v1/store.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/rocksdb/status.h"

namespace lectern::storage::rocks {
namespace {

constexpr size_t kProtectionBytes = 8;  // per key, from here to the memtable

rocksdb::WriteOptions DurableWrite() {
  rocksdb::WriteOptions options;
  options.sync = true;
  options.protection_bytes_per_key = kProtectionBytes;
  return options;
}

std::string EncodeTransaction(const CommitRequest& request, absl::Time time) {
  internal::v1::TransactionRow row;
  *row.mutable_commit_time() = ToTimestamp(time);
  row.set_principal(request.principal);
  row.set_method(request.method);
  row.set_operation(request.operation);
  return row.SerializeAsString();
}

}  // namespace

GroupWriter::GroupWriter(rocksdb::DB& db, const TableHandles& tables, Revision revision, absl::Time time)
    : db_(db),
      tables_(tables),
      batch_(rocksdb::BytewiseComparator(), 1 << 16, /*overwrite_key=*/true, 0, kProtectionBytes),
      revision_(revision),
      time_(time),
      next_revision_(revision + 1) {}

rocksdb::Status GroupWriter::Prepare() {
  rocksdb::WriteBatch guard;
  guard.Delete(table(Table::kMeta), rocksdb::Slice(kMetaGuard)).PermitUncheckedError();
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return db_.Write(options, &guard);
}

rocksdb::Status GroupWriter::Write(std::vector<PendingCommit>& group, Revision floor) {
  batch_.Clear();
  next_revision_ = revision_ + 1;
  // Microseconds, as stored: the time that an answer carries is the time that is read back.
  now_ = std::max(absl::FromUnixMicros(absl::ToUnixMicros(absl::Now())), time_);
  for (PendingCommit& commit : group) {
    batch_.SetSavePoint();
    commit.outcome = Resolve(commit);
    if (commit.outcome.ok())
      batch_.PopSavePoint().PermitUncheckedError();
    else
      batch_.RollbackToSavePoint().PermitUncheckedError();
  }
  if (batch_.GetWriteBatch()->Count() == 0) return rocksdb::Status::OK();
  batch_.Put(table(Table::kMeta), std::string(kMetaFloor), EncodeRevision(floor)).PermitUncheckedError();

  rocksdb::Status written = db_.Write(DurableWrite(), batch_.GetWriteBatch());
  if (written.ok()) {
    time_ = Newest().time;
    revision_ = next_revision_ - 1;
    floor_ = floor;
    return written;
  }
  // Lookups, too: they may have found what was not written.
  for (PendingCommit& commit : group)
    if (commit.outcome.ok())
      commit.outcome = Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_COMMIT_OUTCOME_UNKNOWN,
                             "the store failed while writing; repeat the call with the same request_id");
  return written;
}

void GroupWriter::Restart(Revision revision, absl::Time time) {
  revision_ = revision;
  time_ = std::max(time_, time);
}

CommitResult GroupWriter::Newest() const {
  return {next_revision_ - 1, next_revision_ - 1 > revision_ ? now_ : time_, false, {}};
}

absl::StatusOr<CommitResult> GroupWriter::Resolve(const PendingCommit& commit) {
  const CommitRequest& request = commit.request;
  if (request.request) {
    ASSIGN_OR_RETURN(std::optional<CommitResult> repetition, FindRepetition(*request.request));
    if (repetition) return *std::move(repetition);
  }
  if (commit.lookup_only) return Newest();
  RETURN_IF_ERROR(CheckPreconditions(request.preconditions));

  const bool writes = !request.batch.empty();
  uint32_t sequence = 0;
  const std::vector<Change>& changes = request.batch.changes();
  for (const Change& change : changes) RETURN_IF_ERROR(Apply(change, sequence));
  // Last: what they rewrite may have become a past value by a change before.
  for (size_t i = 0; i < changes.size(); ++i)
    if (changes[i].kind == Change::Kind::kRewrite) RETURN_IF_ERROR(Rewrite(changes[i], i));
  if (writes) {
    batch_.Put(table(Table::kTransactions), EncodeRevision(next_revision_), EncodeTransaction(request, now_))
        .PermitUncheckedError();
    ++next_revision_;
  }
  CommitResult result = Newest();
  if (request.request) {
    result.result = request.request->result;
    batch_
        .Put(table(Table::kRequests), request.request->key,
             EncodeRequest({now_, result.time, result.revision, request.request->hash, result.result}))
        .PermitUncheckedError();
  }
  return result;
}

absl::StatusOr<std::optional<CommitResult>> GroupWriter::FindRepetition(const RequestRow& request) {
  scratch_.Reset();
  rocksdb::Status read =
      batch_.GetFromBatchAndDB(&db_, rocksdb::ReadOptions(), table(Table::kRequests), request.key, &scratch_);
  if (read.IsNotFound()) return std::nullopt;
  if (!read.ok()) return ReadError(read);
  RequestEntry entry;
  if (!DecodeRequest(scratch_.ToStringView(), entry)) return ReadError(rocksdb::Status::Corruption("request row"));
  if (entry.hash != request.hash)
    return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_REQUEST_ID_REUSED,
                 "request_id was used before with another request; make a new one for a new request");
  return CommitResult{entry.revision, entry.commit_time, true, std::move(entry.result)};
}

absl::Status GroupWriter::CheckPreconditions(const std::vector<Precondition>& preconditions) {
  for (size_t i = 0; i < preconditions.size(); ++i) {
    CurrentRow row;
    ASSIGN_OR_RETURN(bool found, ReadCurrent(preconditions[i].key, row));
    if ((found ? row.revision : 0) != preconditions[i].revision)
      return Fault(absl::StatusCode::kAborted, v1::ERROR_REASON_WRITE_CONTENTION,
                   "another writer was first; nothing was written", {{"key_index", absl::StrCat(i)}});
  }
  return absl::OkStatus();
}

absl::Status GroupWriter::Apply(const Change& change, uint32_t& sequence) {
  if (change.kind == Change::Kind::kRewrite) return absl::OkStatus();
  CurrentRow row;
  ASSIGN_OR_RETURN(const bool found, ReadCurrent(change.key, row));
  Change::Kind kind = change.kind;
  if (kind == Change::Kind::kErase) {
    RETURN_IF_ERROR(ErasePast(change.key));
    kind = Change::Kind::kDelete;
  } else if (found && row.revision != next_revision_) {
    // Within one commit a counter may be added to twice: its value before the commit is in history already.
    batch_
        .Put(table(Table::kHistory), EncodeHistoryKey(change.key, next_revision_, row.revision),
             EncodePast(row.time, row.bytes))
        .PermitUncheckedError();
  }

  std::string counter;
  std::string_view value = change.value;
  if (kind == Change::Kind::kAdd) {
    const std::optional<int64_t> before = found ? DecodeCounter(row.bytes) : 0;
    if (!before) return ReadError(rocksdb::Status::Corruption("counter row"));
    const uint64_t sum = static_cast<uint64_t>(*before) + static_cast<uint64_t>(change.delta);
    counter = EncodeCounter(static_cast<int64_t>(sum));
    value = counter;
    kind = sum == 0 ? Change::Kind::kDelete : Change::Kind::kPut;
  }
  if (kind == Change::Kind::kPut)
    batch_.Put(table(Table::kCurrent), change.key, EncodeCurrent(next_revision_, now_, value)).PermitUncheckedError();
  else if (found)
    batch_.Delete(table(Table::kCurrent), change.key).PermitUncheckedError();

  if (change.logged) {
    const std::string row_bytes = absl::StrCat(std::string(1, static_cast<char>(kind)), change.key);
    batch_.Put(table(Table::kLog), EncodeLogKey(next_revision_, sequence++), row_bytes).PermitUncheckedError();
  }
  return absl::OkStatus();
}

absl::Status GroupWriter::ErasePast(std::string_view key) {
  const HistoryBounds bounds(key);
  std::vector<std::string> past;
  {
    const auto rows = PastRows(bounds.begin);
    for (; rows->Valid() && rows->key().compare(bounds.end) < 0; rows->Next()) past.push_back(rows->key().ToString());
    if (!rows->status().ok()) return ReadError(rows->status());
  }
  for (const std::string& row : past) batch_.Delete(table(Table::kHistory), row).PermitUncheckedError();
  return absl::OkStatus();
}

absl::Status GroupWriter::Rewrite(const Change& change, size_t index) {
  std::string row_key, row;
  {
    // A value was replaced later than it was written: the first row that ended after `revision` is the one, if any is.
    const auto rows = PastRows(EncodeHistoryKey(change.key, change.revision + 1, 0));
    if (!rows->status().ok()) return ReadError(rows->status());
    HistoryKey past;
    if (rows->Valid() && !DecodeHistoryKey(rows->key().ToStringView(), past))
      return ReadError(rocksdb::Status::Corruption("hist key"));
    if (!rows->Valid() || past.key != change.key || past.from != change.revision)
      return Fault(absl::StatusCode::kAborted, v1::ERROR_REASON_WRITE_CONTENTION,
                   "a past value that was to be rewritten is not there any more; nothing was written",
                   {{"change_index", absl::StrCat(index)}});
    row_key = rows->key().ToString();
    row = rows->value().ToString();
  }
  PastRow past;
  if (!DecodePast(row, past)) return ReadError(rocksdb::Status::Corruption("hist row"));
  batch_.Put(table(Table::kHistory), row_key, EncodePast(past.time, change.value)).PermitUncheckedError();
  return absl::OkStatus();
}

std::unique_ptr<rocksdb::Iterator> GroupWriter::PastRows(const std::string& begin) {
  // Without an upper bound: RocksDB keeps the store's rows to it, but not the batch's.
  std::unique_ptr<rocksdb::Iterator> rows(batch_.NewIteratorWithBase(
      table(Table::kHistory), db_.NewIterator(rocksdb::ReadOptions(), table(Table::kHistory))));
  rows->Seek(begin);
  return rows;
}

absl::StatusOr<bool> GroupWriter::ReadCurrent(std::string_view key, CurrentRow& row) {
  scratch_.Reset();
  rocksdb::Status read =
      batch_.GetFromBatchAndDB(&db_, rocksdb::ReadOptions(), table(Table::kCurrent), rocksdb::Slice(key), &scratch_);
  if (read.IsNotFound()) return false;
  if (!read.ok()) return ReadError(read);
  if (!DecodeCurrent(scratch_.ToStringView(), row)) return ReadError(rocksdb::Status::Corruption("kv row"));
  return true;
}

}  // namespace lectern::storage::rocks
