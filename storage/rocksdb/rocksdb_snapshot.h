// A snapshot of the RocksDB engine.
#pragma once

#include <functional>

#include "rocksdb/db.h"
#include "storage/engine/snapshot.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

class RocksDbSnapshot final : public Snapshot {
 public:
  // `past`: the RocksDB snapshot may hold commits newer than `revision`, so history must be read as well. `release` is
  // called once, at the end.
  RocksDbSnapshot(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot, Revision revision,
                  bool past, std::function<void()> release)
      : db_(db), tables_(tables), snapshot_(snapshot), revision_(revision), past_(past), release_(std::move(release)) {}
  ~RocksDbSnapshot() override;
  RocksDbSnapshot(const RocksDbSnapshot&) = delete;
  RocksDbSnapshot& operator=(const RocksDbSnapshot&) = delete;

  Revision revision() const override { return revision_; }
  absl::StatusOr<std::optional<Value>> Get(std::string_view key) const override;
  std::optional<absl::StatusOr<std::optional<Value>>> TryGet(std::string_view key) const override;
  absl::StatusOr<std::vector<std::optional<Value>>> MultiGet(absl::Span<const std::string> keys) const override;
  std::unique_ptr<Cursor> Scan(const KeyRange& range, Direction direction) const override;

 private:
  rocksdb::ReadOptions Options() const;
  // The value that `key` had at revision_, according to history.
  absl::StatusOr<std::optional<Value>> FindPast(std::string_view key) const;

  rocksdb::DB& db_;
  const TableHandles& tables_;
  const rocksdb::Snapshot* const snapshot_;
  const Revision revision_;
  const bool past_;
  const std::function<void()> release_;
};

}  // namespace lectern::storage::rocks
