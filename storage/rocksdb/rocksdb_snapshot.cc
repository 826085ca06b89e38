#include "storage/rocksdb/rocksdb_snapshot.h"

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
  std::string bytes;
};

absl::StatusOr<Value> FromCurrent(std::unique_ptr<Pinned> pinned) {
  CurrentRow row;
  if (!DecodeCurrent(pinned->slice.ToStringView(), row)) return ReadError(rocksdb::Status::Corruption("kv row"));
  return Value(row.revision, row.time, row.bytes, std::move(pinned));
}

}  // namespace

RocksDbSnapshot::~RocksDbSnapshot() {
  db_.ReleaseSnapshot(snapshot_);
  release_();
}

rocksdb::ReadOptions RocksDbSnapshot::Options() const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  return options;
}

absl::StatusOr<std::optional<Value>> RocksDbSnapshot::Get(std::string_view key) const {
  auto pinned = std::make_unique<Pinned>();
  rocksdb::Status read = db_.Get(Options(), Handle(tables_, Table::kCurrent), rocksdb::Slice(key), &pinned->slice);
  if (read.IsNotFound()) return past_ ? FindPast(key) : std::optional<Value>();
  if (!read.ok()) return ReadError(read);
  ASSIGN_OR_RETURN(Value value, FromCurrent(std::move(pinned)));
  if (value.revision() > revision_) return FindPast(key);
  return std::optional<Value>(std::move(value));
}

std::optional<absl::StatusOr<std::optional<Value>>> RocksDbSnapshot::TryGet(std::string_view key) const {
  if (past_) return std::nullopt;
  rocksdb::ReadOptions options = Options();
  options.read_tier = rocksdb::kBlockCacheTier;
  auto pinned = std::make_unique<Pinned>();
  rocksdb::Status read = db_.Get(options, Handle(tables_, Table::kCurrent), rocksdb::Slice(key), &pinned->slice);
  if (read.IsIncomplete()) return std::nullopt;
  if (read.IsNotFound()) return std::optional<Value>();
  if (!read.ok()) return ReadError(read);
  absl::StatusOr<Value> value = FromCurrent(std::move(pinned));
  if (!value.ok()) return value.status();
  return std::optional<Value>(*std::move(value));
}

absl::StatusOr<std::vector<std::optional<Value>>> RocksDbSnapshot::MultiGet(absl::Span<const std::string> keys) const {
  std::vector<std::optional<Value>> values(keys.size());
  std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> found(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  db_.MultiGet(Options(), Handle(tables_, Table::kCurrent), keys.size(), slices.data(), found.data(), statuses.data());
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

std::unique_ptr<Cursor> RocksDbSnapshot::Scan(const KeyRange& range, Direction direction) const {
  return past_ ? PastCursor(db_, tables_, snapshot_, revision_, range, direction)
               : CurrentCursor(db_, tables_, snapshot_, range, direction);
}

absl::StatusOr<std::optional<Value>> RocksDbSnapshot::FindPast(std::string_view key) const {
  const std::string prefix = EncodeHistoryPrefix(key);
  std::string end = prefix;
  end.back() = '\x02';
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options = Options();
  options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> rows(db_.NewIterator(options, Handle(tables_, Table::kHistory)));
  rows->Seek(EncodeHistoryKey(key, revision_ + 1, 0));
  if (!rows->Valid()) {
    if (!rows->status().ok()) return ReadError(rows->status());
    return std::nullopt;
  }
  HistoryKey past;
  CurrentRow row;
  if (!DecodeHistoryKey(rows->key().ToStringView(), past)) return ReadError(rocksdb::Status::Corruption("hist key"));
  if (past.from > revision_) return std::nullopt;
  auto owned = std::make_unique<Owned>();
  owned->bytes = EncodeRevision(past.from) + rows->value().ToString();
  if (!DecodeCurrent(owned->bytes, row)) return ReadError(rocksdb::Status::Corruption("hist row"));
  return Value(row.revision, row.time, row.bytes, std::move(owned));
}

}  // namespace lectern::storage::rocks
