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
// Values that are read ahead for a group, together.
constexpr uint64_t kReadAheadBytes = 16 << 20;

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
      batch_(1 << 16, 0, kProtectionBytes, 0),
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
  ReadAhead(group);
  const rocksdb::Status written = ResolveAndWrite(group, floor);
  // All of it points into the group.
  batch_.Clear();
  state_.Clear();
  read_.clear();
  requests_.clear();
  return written;
}

rocksdb::Status GroupWriter::ResolveAndWrite(std::vector<PendingCommit>& group, Revision floor) {
  next_revision_ = revision_ + 1;
  // Microseconds, as stored: the time that an answer carries is the time that is read back.
  now_ = std::max(absl::FromUnixMicros(absl::ToUnixMicros(absl::Now())), time_);
  for (PendingCommit& commit : group) {
    batch_.SetSavePoint();
    state_.BeginCommit();
    commit.outcome = Resolve(commit);
    if (commit.outcome.ok()) {
      batch_.PopSavePoint().PermitUncheckedError();
    } else {
      batch_.RollbackToSavePoint().PermitUncheckedError();
      state_.Undo();
    }
  }
  if (batch_.Count() == 0) return rocksdb::Status::OK();
  batch_.Put(table(Table::kMeta), std::string(kMetaFloor), EncodeRevision(floor)).PermitUncheckedError();

  rocksdb::Status written = db_.Write(DurableWrite(), &batch_);
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

void GroupWriter::ReadAhead(const std::vector<PendingCommit>& group) {
  std::vector<rocksdb::Slice> keys;
  for (const PendingCommit& commit : group) {
    for (const Precondition& precondition : commit.request.preconditions) keys.emplace_back(precondition.key);
    for (const Change& change : commit.request.batch.changes())
      // What is erased may be large, and its value is of no interest.
      if (change.kind == Change::Kind::kPut || change.kind == Change::Kind::kDelete ||
          change.kind == Change::Kind::kAdd)
        keys.emplace_back(change.key);
  }
  const auto before = [](const rocksdb::Slice& a, const rocksdb::Slice& b) { return a.compare(b) < 0; };
  std::sort(keys.begin(), keys.end(), before);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (keys.empty()) return;
  rocksdb::ReadOptions options;
  options.value_size_soft_limit = kReadAheadBytes;
  std::vector<rocksdb::Status> statuses(keys.size());
  read_ = std::vector<rocksdb::PinnableSlice>(keys.size());
  db_.MultiGet(options, table(Table::kCurrent), keys.size(), keys.data(), read_.data(), statuses.data(),
               /*sorted_input=*/true);
  for (size_t i = 0; i < keys.size(); ++i) {
    CurrentRow row;
    if (statuses[i].IsNotFound())
      state_.Know(keys[i].ToStringView(), std::nullopt);
    else if (statuses[i].ok() && DecodeCurrent(read_[i].ToStringView(), row))
      state_.Know(keys[i].ToStringView(), row);
  }
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
    requests_[request.request->key] = {&*request.request, result};
  }
  return result;
}

absl::StatusOr<std::optional<CommitResult>> GroupWriter::FindRepetition(const RequestRow& request) {
  const auto answer = [&request](std::string_view hash,
                                 CommitResult first) -> absl::StatusOr<std::optional<CommitResult>> {
    if (hash != request.hash)
      return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_REQUEST_ID_REUSED,
                   "request_id was used before with another request; make a new one for a new request");
    first.replayed = true;
    return first;
  };
  if (const auto found = requests_.find(request.key); found != requests_.end())
    return answer(found->second.first->hash, found->second.second);
  scratch_.Reset();
  rocksdb::Status read = db_.Get(rocksdb::ReadOptions(), table(Table::kRequests), request.key, &scratch_);
  if (read.IsNotFound()) return std::nullopt;
  if (!read.ok()) return ReadError(read);
  RequestEntry entry;
  if (!DecodeRequest(scratch_.ToStringView(), entry)) return ReadError(rocksdb::Status::Corruption("request row"));
  return answer(entry.hash, CommitResult{entry.revision, entry.commit_time, true, std::move(entry.result)});
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
  bool found = false;
  // What is inserted is not in the store; a commit of this group may have written it.
  if (change.kind != Change::Kind::kInsert || state_.Find(change.key) != nullptr) {
    ASSIGN_OR_RETURN(found, ReadCurrent(change.key, row));
  }
  Change::Kind kind = change.kind == Change::Kind::kInsert ? Change::Kind::kPut : change.kind;
  if (kind == Change::Kind::kErase) {
    RETURN_IF_ERROR(ErasePast(change.key));
    kind = Change::Kind::kDelete;
  } else if (found && row.revision != next_revision_) {
    // Within one commit a counter may be added to twice: its value before the commit is in history already.
    batch_
        .Put(table(Table::kHistory), EncodeHistoryKey(change.key, next_revision_, row.revision),
             EncodePast(row.time, row.bytes))
        .PermitUncheckedError();
    state_.Change(change.key).past.push_back({next_revision_, row.revision, row.time});
  }

  std::string_view value = change.value;
  if (kind == Change::Kind::kAdd) {
    const std::optional<int64_t> before = found ? DecodeCounter(row.bytes) : 0;
    if (!before) return ReadError(rocksdb::Status::Corruption("counter row"));
    const uint64_t sum = static_cast<uint64_t>(*before) + static_cast<uint64_t>(change.delta);
    value = state_.Keep(EncodeCounter(static_cast<int64_t>(sum)));
    kind = sum == 0 ? Change::Kind::kDelete : Change::Kind::kPut;
  }
  if (kind == Change::Kind::kPut) {
    PutCurrent(change.key, value);
  } else if (found) {
    batch_.Delete(table(Table::kCurrent), change.key).PermitUncheckedError();
    state_.Change(change.key).there = false;
  }

  if (change.logged) {
    const std::string row_bytes = absl::StrCat(std::string(1, static_cast<char>(kind)), change.key);
    batch_.Put(table(Table::kLog), EncodeLogKey(next_revision_, sequence++), row_bytes).PermitUncheckedError();
  }
  return absl::OkStatus();
}

void GroupWriter::PutCurrent(std::string_view key, std::string_view value) {
  const std::string head = EncodeCurrent(next_revision_, now_, {});
  const rocksdb::Slice whole_key(key), row[] = {head, value};
  batch_.Put(table(Table::kCurrent), rocksdb::SliceParts(&whole_key, 1), rocksdb::SliceParts(row, 2))
      .PermitUncheckedError();
  GroupKey& now = state_.Change(key);
  now.there = true;
  now.revision = next_revision_;
  now.time = now_;
  now.value = value;
}

absl::Status GroupWriter::ErasePast(std::string_view key) {
  GroupKey& of_group = state_.Change(key);
  for (const GroupKey::Past& past : of_group.past)
    batch_.Delete(table(Table::kHistory), EncodeHistoryKey(key, past.to, past.from)).PermitUncheckedError();
  of_group.past.clear();
  if (of_group.past_erased) return absl::OkStatus();
  of_group.past_erased = true;
  const HistoryBounds bounds(key);
  const rocksdb::Slice end(bounds.end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &end;
  const std::unique_ptr<rocksdb::Iterator> rows(db_.NewIterator(options, table(Table::kHistory)));
  for (rows->Seek(bounds.begin); rows->Valid(); rows->Next())
    batch_.Delete(table(Table::kHistory), rows->key()).PermitUncheckedError();
  return rows->status().ok() ? absl::OkStatus() : ReadError(rows->status());
}

absl::StatusOr<std::optional<GroupKey::Past>> GroupWriter::FindPast(std::string_view key, Revision revision) {
  if (const GroupKey* of_group = state_.Find(key)) {
    for (const GroupKey::Past& past : of_group->past)
      if (past.from == revision) return past;
    if (of_group->past_erased) return std::nullopt;
  }
  // A value was replaced later than it was written: the first row that ended after `revision` is the one, if any is.
  const std::unique_ptr<rocksdb::Iterator> rows(db_.NewIterator(rocksdb::ReadOptions(), table(Table::kHistory)));
  rows->Seek(EncodeHistoryKey(key, revision + 1, 0));
  if (!rows->status().ok()) return ReadError(rows->status());
  HistoryKey found;
  PastRow row;
  if (!rows->Valid()) return std::nullopt;
  if (!DecodeHistoryKey(rows->key().ToStringView(), found)) return ReadError(rocksdb::Status::Corruption("hist key"));
  if (found.key != key || found.from != revision) return std::nullopt;
  if (!DecodePast(rows->value().ToStringView(), row)) return ReadError(rocksdb::Status::Corruption("hist row"));
  return GroupKey::Past{found.to, found.from, row.time};
}

absl::Status GroupWriter::Rewrite(const Change& change, size_t index) {
  ASSIGN_OR_RETURN(const std::optional<GroupKey::Past> past, FindPast(change.key, change.revision));
  if (!past)
    return Fault(absl::StatusCode::kAborted, v1::ERROR_REASON_WRITE_CONTENTION,
                 "a past value that was to be rewritten is not there any more; nothing was written",
                 {{"change_index", absl::StrCat(index)}});
  batch_
      .Put(table(Table::kHistory), EncodeHistoryKey(change.key, past->to, past->from),
           EncodePast(past->time, change.value))
      .PermitUncheckedError();
  return absl::OkStatus();
}

absl::StatusOr<bool> GroupWriter::ReadCurrent(std::string_view key, CurrentRow& row) {
  if (const GroupKey* of_group = state_.Find(key)) {
    row = {of_group->revision, of_group->time, of_group->value};
    return of_group->there;
  }
  scratch_.Reset();
  rocksdb::Status read = db_.Get(rocksdb::ReadOptions(), table(Table::kCurrent), rocksdb::Slice(key), &scratch_);
  if (read.IsNotFound()) return false;
  if (!read.ok()) return ReadError(read);
  if (!DecodeCurrent(scratch_.ToStringView(), row)) return ReadError(rocksdb::Status::Corruption("kv row"));
  return true;
}

}  // namespace lectern::storage::rocks
