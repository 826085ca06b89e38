#include "storage/rocksdb/rocksdb_snapshot.h"

#include <algorithm>

#include "storage/engine/fault.h"
#include "storage/rocksdb/cursors.h"
#include "storage/rocksdb/status.h"

namespace lectern::storage::rocks {
namespace {

// Keeps a block of the cache in place under a value.
struct Pinned final : Value::Holder {
  rocksdb::PinnableSlice slice;
};

struct Owned final : Value::Holder {
  std::string row;
};

absl::StatusOr<Value> FromCurrent(std::unique_ptr<Pinned> pinned) {
  CurrentRow row;
  if (!DecodeCurrent(pinned->slice.ToStringView(), row)) return ReadError(rocksdb::Status::Corruption("kv row"));
  return Value(row.revision, row.time, row.bytes, std::move(pinned));
}

absl::StatusOr<Value> FromPast(Revision from, std::string_view bytes) {
  auto owned = std::make_unique<Owned>();
  owned->row = bytes;
  PastRow row;
  if (!DecodePast(owned->row, row)) return ReadError(rocksdb::Status::Corruption("hist row"));
  return Value(from, row.time, row.bytes, std::move(owned));
}

rocksdb::ReadOptions ReadingAt(const rocksdb::Snapshot* point, rocksdb::ReadTier tier) {
  rocksdb::ReadOptions options;
  options.snapshot = point;
  options.read_tier = tier;
  return options;
}

// The past rows of one key, by age.
class PastOf {
 public:
  PastOf(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* table, rocksdb::ReadOptions options, std::string_view key)
      : key_(key), bounds_(key), lower_(bounds_.begin), upper_(bounds_.end) {
    options.iterate_lower_bound = &lower_;
    options.iterate_upper_bound = &upper_;
    rows_.reset(db.NewIterator(options, table));
  }

  // To the value of `revision`, if it is a past one, or else to the next newer one; to the end, if there is neither.
  void Seek(Revision revision) { rows_->Seek(EncodeHistoryKey(key_, revision + 1, 0)); }
  // To the newest one.
  void SeekNewest() { rows_->SeekToLast(); }
  void Older() { rows_->Prev(); }
  bool Valid() const { return rows_->Valid(); }
  // OK where Valid(), and at the end of the rows.
  absl::Status Read(HistoryKey& row) const {
    if (!rows_->Valid()) return rows_->status().ok() ? absl::OkStatus() : ReadError(rows_->status());
    if (DecodeHistoryKey(rows_->key().ToStringView(), row)) return absl::OkStatus();
    return ReadError(rocksdb::Status::Corruption("hist key"));
  }
  absl::StatusOr<Value> Take(const HistoryKey& row) const { return FromPast(row.from, rows_->value().ToStringView()); }

 private:
  const std::string_view key_;
  const HistoryBounds bounds_;
  const rocksdb::Slice lower_, upper_;
  std::unique_ptr<rocksdb::Iterator> rows_;
};

}  // namespace

RocksDbSnapshot::RocksDbSnapshot(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* point,
                                 Revision revision, bool past, std::function<void()> release)
    : db_(db),
      tables_(tables),
      options_(ReadingAt(point, rocksdb::kReadAllTier)),
      memory_options_(ReadingAt(point, rocksdb::kBlockCacheTier)),
      revision_(revision),
      past_(past),
      release_(std::move(release)) {}

absl::StatusOr<std::optional<Value>> RocksDbSnapshot::Get(std::string_view key) const {
  auto pinned = std::make_unique<Pinned>();
  rocksdb::Status read = db_.Get(Options(), Handle(tables_, Table::kCurrent), rocksdb::Slice(key), &pinned->slice);
  if (read.IsNotFound()) return past_ ? FindPast(key) : std::optional<Value>();
  if (!read.ok()) return ReadError(read);
  ASSIGN_OR_RETURN(Value value, FromCurrent(std::move(pinned)));
  if (value.revision() > revision_) return FindPast(key);
  return std::optional<Value>(std::move(value));
}

absl::StatusOr<std::vector<std::optional<Value>>> RocksDbSnapshot::MultiGet(absl::Span<const std::string> keys) const {
  std::vector<std::optional<Value>> values(keys.size());
  if (MemoryOnly::IsOn()) {
    // RocksDB 7.8 has its MultiGet read from the disk, whatever tier is asked for.
    for (size_t i = 0; i < keys.size(); ++i) {
      ASSIGN_OR_RETURN(values[i], Get(keys[i]));
    }
    return values;
  }
  std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> found(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  db_.MultiGet(options_, Handle(tables_, Table::kCurrent), keys.size(), slices.data(), found.data(), statuses.data());
  for (size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok()) {
      auto pinned = std::make_unique<Pinned>();
      pinned->slice = std::move(found[i]);
      ASSIGN_OR_RETURN(Value value, FromCurrent(std::move(pinned)));
      if (value.revision() <= revision_) {
        values[i] = std::move(value);
        continue;
      }
    } else if (!statuses[i].IsNotFound()) {
      return ReadError(statuses[i]);
    }
    if (past_) {
      ASSIGN_OR_RETURN(values[i], FindPast(keys[i]));
    }
  }
  return values;
}

absl::StatusOr<std::vector<Value>> RocksDbSnapshot::Versions(std::string_view key, std::optional<Revision> before,
                                                             size_t limit) const {
  std::vector<Value> versions;
  const Revision bound = before.value_or(0);
  const Revision newest = bound == 0 ? revision_ : std::min(revision_, bound - 1);
  if (limit == 0) return versions;
  auto pinned = std::make_unique<Pinned>();
  rocksdb::Status read = db_.Get(Options(), Handle(tables_, Table::kCurrent), rocksdb::Slice(key), &pinned->slice);
  if (read.ok()) {
    ASSIGN_OR_RETURN(Value value, FromCurrent(std::move(pinned)));
    if (value.revision() <= newest) versions.push_back(std::move(value));
  } else if (!read.IsNotFound()) {
    return ReadError(read);
  }

  PastOf past(db_, Handle(tables_, Table::kHistory), Options(), key);
  HistoryKey row;
  past.Seek(newest);
  RETURN_IF_ERROR(past.Read(row));
  if (!past.Valid()) past.SeekNewest();
  while (versions.size() < limit) {
    RETURN_IF_ERROR(past.Read(row));
    if (!past.Valid()) break;
    if (row.from <= newest) {  // all but the first are, and mostly that
      ASSIGN_OR_RETURN(Value value, past.Take(row));
      versions.push_back(std::move(value));
    }
    past.Older();
  }
  return versions;
}

std::unique_ptr<Cursor> RocksDbSnapshot::Scan(const KeyRange& range, Direction direction) const {
  return past_ ? PastCursor(db_, tables_, point(), revision_, range, direction)
               : CurrentCursor(db_, tables_, point(), range, direction);
}

absl::StatusOr<std::optional<Value>> RocksDbSnapshot::FindPast(std::string_view key) const {
  PastOf past(db_, Handle(tables_, Table::kHistory), Options(), key);
  HistoryKey row;
  past.Seek(revision_);
  RETURN_IF_ERROR(past.Read(row));
  if (!past.Valid() || row.from > revision_) return std::nullopt;
  ASSIGN_OR_RETURN(Value value, past.Take(row));
  return std::optional<Value>(std::move(value));
}

}  // namespace lectern::storage::rocks
