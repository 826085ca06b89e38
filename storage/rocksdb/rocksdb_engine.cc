#include "storage/rocksdb/rocksdb_engine.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lectern/internal/v1/store.pb.h"
#include "openssl/rand.h"
#include "storage/engine/fault.h"
#include "storage/engine/revision_waiters.h"
#include "storage/engine/timestamp.h"
#include "storage/rocksdb/commit_queue.h"
#include "storage/rocksdb/compaction.h"
#include "storage/rocksdb/data_directory.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocksdb_snapshot.h"
#include "storage/rocksdb/status.h"

namespace lectern::storage::rocks {
namespace {

absl::StatusOr<std::string> RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    return absl::InternalError("the system's random numbers cannot be read");
  return bytes;
}

absl::Status CheckRow(std::string_view key, std::string_view value) {
  if (key.empty() || key.size() > kMaxKeyBytes)
    return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
                 absl::StrCat("a key has ", key.size(), " bytes; 1 to ", kMaxKeyBytes, " are allowed"),
                 {{"limit", absl::StrCat(kMaxKeyBytes)}});
  if (value.size() > kMaxValueBytes)
    return Fault(
        absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
        absl::StrCat("a record has ", value.size(), " bytes; at most ", kMaxValueBytes, " are allowed: split it"),
        {{"limit", absl::StrCat(kMaxValueBytes)}});
  return absl::OkStatus();
}

absl::Status CheckLimits(const CommitRequest& request) {
  size_t bytes = 0;
  for (const Change& change : request.batch.changes()) {
    bytes += change.key.size() + change.value.size();
    RETURN_IF_ERROR(CheckRow(change.key, change.value));
  }
  if (request.request) RETURN_IF_ERROR(CheckRow(request.request->key, request.request->result));
  if (bytes > kMaxBatchBytes)
    return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
                 absl::StrCat("a commit has ", bytes, " bytes; at most ", kMaxBatchBytes, " are allowed: split it"),
                 {{"limit", absl::StrCat(kMaxBatchBytes)}});
  return absl::OkStatus();
}

class RocksDbEngine final : public Engine {
 public:
  RocksDbEngine(std::unique_ptr<DataDirectory> directory, std::unique_ptr<Database> database, StoreIdentity identity,
                std::shared_ptr<Retention> retention, const RocksDbOptions& options, Revision revision, absl::Time time)
      : directory_(std::move(directory)),
        database_(std::move(database)),
        identity_(std::move(identity)),
        retention_(std::move(retention)),
        permanent_(options.permanent),
        compact_patience_(options.compact_patience),
        writer_(db(), tables(), revision, time),
        queue_([this](std::vector<PendingCommit>& group) { return WriteGroup(group); }) {
    Publish();
  }

  // Callbacks of either may still call into the other, so both come to rest before either goes.
  ~RocksDbEngine() override {
    queue_.Stop();
    waiters_.Stop();
    // The log has everything already, so this may fail; but a start without a log to replay is a quick one.
    if (Writable()) database_->Flush();
  }

  StoreIdentity Identity() const override { return identity_; }

  void Commit(CommitRequest request, CommitCallback done) override {
    PendingCommit commit;
    commit.done = std::move(done);
    if (absl::Status limits = CheckLimits(request); !limits.ok()) {
      commit.outcome = std::move(limits);
      return queue_.Finish(std::move(commit));
    }
    commit.request = std::move(request);
    queue_.Push(std::move(commit));
  }

  void FindRequest(std::string key, std::string hash, CommitCallback done) override {
    PendingCommit lookup;
    lookup.lookup_only = true;
    lookup.done = std::move(done);
    lookup.request.request = RequestRow{std::move(key), std::move(hash), {}};
    queue_.Push(std::move(lookup));
  }

  absl::StatusOr<std::shared_ptr<const Snapshot>> OpenSnapshot(std::optional<Revision> at) const override;
  absl::StatusOr<std::optional<Value>> GetAt(std::string_view key, Revision at) const override;
  absl::StatusOr<std::vector<LogRow>> Log(Revision from, size_t limit) const override;
  absl::StatusOr<TransactionInfo> Transaction(Revision revision) const override;

  void WaitFor(Revision revision, absl::Time deadline, WaitCallback done) override {
    waiters_.Add(revision, deadline, std::move(done));
  }

  Revision Latest() const override { return latest_.load(std::memory_order_acquire); }
  Revision Oldest() const override { return retention_->floor(); }
  bool Writable() const override { return writable_.load(std::memory_order_acquire); }
  absl::Status Compact() override;
  void Reclaim(const KeyRange& range) override { CompactDeletions(db(), tables(), range); }
  int64_t DiskBytes() const override;

 private:
  rocksdb::DB& db() const { return database_->db(); }
  const TableHandles& tables() const { return database_->tables(); }

  // False: the store cannot write.
  bool WriteGroup(std::vector<PendingCommit>& group);
  // Makes what has been written visible to new snapshots. Called by the writer alone, while nothing is being written.
  void Publish();
  std::shared_ptr<const RocksDbSnapshot> Newest() const;
  // Tries to leave the state that a failed write put RocksDB into.
  bool TryResume();
  absl::Status CheckRevision(Revision revision, Revision latest) const;
  absl::Status Expired(Revision revision) const;

  const std::unique_ptr<DataDirectory> directory_;  // null in memory; unlocked last
  const std::unique_ptr<Database> database_;
  const StoreIdentity identity_;
  const std::shared_ptr<Retention> retention_;
  const PermanentKey permanent_;
  const absl::Duration compact_patience_;
  GroupWriter writer_;  // of the queue's writer thread
  std::atomic<Revision> latest_{0};
  std::atomic<bool> writable_{true};
  absl::Time last_resume_ = absl::InfinitePast();  // of the queue's writer thread
  std::mutex compact_mutex_;
  mutable std::mutex newest_mutex_;
  // The snapshot that all share who open the newest revision. Guarded by newest_mutex_.
  std::shared_ptr<const RocksDbSnapshot> newest_;
  RevisionWaiters waiters_;
  CommitQueue queue_;  // last: its threads use all of the above
};

bool RocksDbEngine::WriteGroup(std::vector<PendingCommit>& group) {
  if ((!Writable() && !TryResume()) || !writer_.Prepare().ok()) {
    writable_.store(false, std::memory_order_release);
    for (PendingCommit& commit : group)
      commit.outcome = Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY,
                             "the store cannot write at the moment (a full disk, perhaps); nothing was written");
    return false;
  }
  if (group.empty()) return true;
  rocksdb::Status written = writer_.Write(group, retention_->floor());
  if (!written.ok()) {
    writable_.store(false, std::memory_order_release);
    return false;
  }
  if (writer_.floor() > retention_->stored_floor()) retention_->Stored(writer_.floor());
  // Readable first: the floor must not pass what can be opened.
  Publish();
  retention_->Committed(writer_.revision(), writer_.time());
  return true;
}

void RocksDbEngine::Publish() {
  const Revision revision = writer_.revision();
  // One for each group, not for each reader: taking RocksDB's snapshot and holding the floor both take locks that
  // readers would meet on. Only the writer writes, so it stands for this revision exactly, and its readers need no
  // history. The floor is held all the same: who reads the newest revision now may ask for it again by its number.
  // It cannot have been passed, since the snapshot before this one holds it, too.
  retention_->Hold(revision);
  const rocksdb::Snapshot* point = db().GetSnapshot();
  auto newest =
      std::make_shared<const RocksDbSnapshot>(db(), tables(), point, revision, /*past=*/false, [this, point, revision] {
        db().ReleaseSnapshot(point);
        retention_->Release(revision);
      });
  {
    std::lock_guard lock(newest_mutex_);
    newest_.swap(newest);
  }
  latest_.store(revision, std::memory_order_release);
  waiters_.Reached(revision);
  // The one before goes here, if nobody reads it, without the lock.
}

std::shared_ptr<const RocksDbSnapshot> RocksDbEngine::Newest() const {
  std::lock_guard lock(newest_mutex_);
  return newest_;
}

bool RocksDbEngine::TryResume() {
  // The queue calls every second; a burst of commits meanwhile need not try as well.
  const absl::Time now = absl::Now();
  if (now - last_resume_ < absl::Milliseconds(500) && now >= last_resume_) return false;
  last_resume_ = now;
  if (!db().Resume().ok()) return false;
  // What failed is there as a whole or not at all: numbering goes on behind what is there.
  const auto newest = database_->NewestTransaction();
  if (!newest.ok()) return false;
  writer_.Restart(newest->first, newest->second);
  Publish();
  writable_.store(true, std::memory_order_release);
  return true;
}

absl::Status RocksDbEngine::Compact() {
  std::lock_guard one(compact_mutex_);
  // Commits are readable before they are acknowledged: the newest snapshot has all that the caller knows of.
  return CompactTables(db(), tables(), Newest()->point()->GetSequenceNumber(), compact_patience_);
}

int64_t RocksDbEngine::DiskBytes() const {
  std::vector<rocksdb::Env::FileAttributes> files;
  if (!db().GetEnv()->GetChildrenFileAttributes(db().GetName(), &files).ok()) return 0;
  int64_t bytes = 0;
  for (const rocksdb::Env::FileAttributes& file : files) bytes += static_cast<int64_t>(file.size_bytes);
  return bytes;
}

absl::Status RocksDbEngine::CheckRevision(Revision revision, Revision latest) const {
  if (revision >= 0 && revision <= latest) return absl::OkStatus();
  return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID,
               revision < 0 ? absl::StrCat("revision ", revision, " is negative")
                            : absl::StrCat("revision ", revision, " is still to come; the newest is ", latest));
}

absl::Status RocksDbEngine::Expired(Revision revision) const {
  const Revision oldest = Oldest();
  return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_SNAPSHOT_EXPIRED,
               absl::StrCat("revision ", revision, " is no longer kept; the oldest is ", oldest),
               {{"oldest_revision", absl::StrCat(oldest)}});
}

absl::StatusOr<std::shared_ptr<const Snapshot>> RocksDbEngine::OpenSnapshot(std::optional<Revision> at) const {
  const std::shared_ptr<const RocksDbSnapshot> newest = Newest();
  const Revision revision = at.value_or(newest->revision());
  if (revision == newest->revision()) return newest;
  RETURN_IF_ERROR(CheckRevision(revision, newest->revision()));
  if (!retention_->Hold(revision)) return Expired(revision);
  return std::make_shared<RocksDbSnapshot>(db(), tables(), newest->point(), revision, /*past=*/true,
                                           [this, newest, revision] { retention_->Release(revision); });
}

absl::StatusOr<std::optional<Value>> RocksDbEngine::GetAt(std::string_view key, Revision at) const {
  const std::shared_ptr<const RocksDbSnapshot> newest = Newest();
  if (at == newest->revision()) return newest->Get(key);
  if (permanent_ == nullptr || !permanent_(key)) {
    ASSIGN_OR_RETURN(const auto snapshot, OpenSnapshot(at));
    return snapshot->Get(key);
  }
  RETURN_IF_ERROR(CheckRevision(at, newest->revision()));
  // Nothing that a permanent key had is dropped, so nothing need be held.
  return RocksDbSnapshot(db(), tables(), newest->point(), at, /*past=*/true, [] {}).Get(key);
}

absl::StatusOr<std::vector<LogRow>> RocksDbEngine::Log(Revision from, size_t limit) const {
  std::vector<LogRow> rows;
  size_t whole = 0;  // rows of the revisions before the one being read
  // Revisions beyond this one may be half there for a reader without snapshot.
  const std::string end = EncodeLogKey(Latest() + 1, 0);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> it(db().NewIterator(options, Handle(tables(), Table::kLog)));
  for (it->Seek(EncodeLogKey(std::max<Revision>(from, 0), 0)); it->Valid(); it->Next()) {
    const std::string_view key = it->key().ToStringView();
    const std::string_view value = it->value().ToStringView();
    if (key.size() != 12 || value.empty()) return ReadError(rocksdb::Status::Corruption("log row"));
    const Revision revision = DecodeRevision(key);
    if (!rows.empty() && rows.back().revision != revision) {
      whole = rows.size();
      if (whole >= limit) break;
    } else if (whole > 0 && rows.size() >= limit) {
      rows.resize(whole);
      break;
    }
    const uint32_t sequence = static_cast<uint32_t>(DecodeRevision(key.substr(4)) & 0xffffffff);
    rows.push_back({revision, sequence, static_cast<Change::Kind>(value[0]), std::string(value.substr(1))});
  }
  if (!it->status().ok()) return ReadError(it->status());
  return rows;
}

absl::StatusOr<TransactionInfo> RocksDbEngine::Transaction(Revision revision) const {
  std::string bytes;
  rocksdb::Status read =
      db().Get(rocksdb::ReadOptions(), Handle(tables(), Table::kTransactions), EncodeRevision(revision), &bytes);
  // One beyond the newest readable revision is on its way.
  if (read.IsNotFound() || revision > Latest())
    return Fault(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                 absl::StrCat("there is no revision ", revision));
  if (!read.ok()) return ReadError(read);
  internal::v1::TransactionRow row;
  if (!row.ParseFromString(bytes)) return ReadError(rocksdb::Status::Corruption("tx row"));
  return TransactionInfo{revision, FromTimestamp(row.commit_time()), row.principal(), row.method(), row.operation()};
}

// Reads the identity, or makes it for a new store.
absl::StatusOr<StoreIdentity> LoadIdentity(Database& database) {
  StoreIdentity identity;
  std::string epoch;
  ASSIGN_OR_RETURN(const bool found, database.GetMeta(kMetaStoreId, identity.store_id));
  if (!found) {
    ASSIGN_OR_RETURN(const std::string id, RandomBytes(16));
    ASSIGN_OR_RETURN(identity.seal_key, RandomBytes(32));
    identity.store_id = absl::BytesToHexString(id);
    RETURN_IF_ERROR(database.PutMeta({{kMetaStoreId, identity.store_id},
                                      {kMetaSealKey, identity.seal_key},
                                      {kMetaEpoch, EncodeRevision(identity.epoch)}}));
    return identity;
  }
  ASSIGN_OR_RETURN(const bool has_key, database.GetMeta(kMetaSealKey, identity.seal_key));
  ASSIGN_OR_RETURN(const bool has_epoch, database.GetMeta(kMetaEpoch, epoch));
  if (!has_key || !has_epoch) return ReadError(rocksdb::Status::Corruption("meta table"));
  identity.epoch = DecodeRevision(epoch);
  return identity;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(const RocksDbOptions& options) {
  std::unique_ptr<DataDirectory> directory;
  if (!options.in_memory) {
    ASSIGN_OR_RETURN(directory, DataDirectory::Open(options.directory));
  }
  auto retention = std::make_shared<Retention>(options.history);
  ASSIGN_OR_RETURN(std::unique_ptr<Database> database,
                   Database::Open(options, directory ? directory->store() : "/lectern", retention));
  ASSIGN_OR_RETURN(StoreIdentity identity, LoadIdentity(*database));
  ASSIGN_OR_RETURN(const auto newest, database->NewestTransaction());
  return std::make_unique<RocksDbEngine>(std::move(directory), std::move(database), std::move(identity),
                                         std::move(retention), options, newest.first, newest.second);
}

}  // namespace lectern::storage::rocks
