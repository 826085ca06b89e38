// A snapshot of the RocksDB engine.
#pragma once

#include <functional>

#include "rocksdb/db.h"
#include "storage/engine/memory_only.h"
#include "storage/engine/snapshot.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

class RocksDbSnapshot final : public Snapshot {
 public:
  // `point` holds all commits up to `revision`, and newer ones where `past`: then history must be read as well.
  // `release` is called once, at the end, when `point` is read no longer.
  RocksDbSnapshot(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* point, Revision revision,
                  bool past, std::function<void()> release);
  ~RocksDbSnapshot() override { release_(); }
  RocksDbSnapshot(const RocksDbSnapshot&) = delete;
  RocksDbSnapshot& operator=(const RocksDbSnapshot&) = delete;

  const rocksdb::Snapshot* point() const { return options_.snapshot; }

  Revision revision() const override { return revision_; }
  absl::StatusOr<std::optional<Value>> Get(std::string_view key) const override;
  absl::StatusOr<std::vector<std::optional<Value>>> MultiGet(absl::Span<const std::string> keys) const override;
  absl::StatusOr<std::vector<Value>> Versions(std::string_view key, std::optional<Revision> before,
                                              size_t limit) const override;
  std::unique_ptr<Cursor> Scan(const KeyRange& range, Direction direction) const override;

 private:
  const rocksdb::ReadOptions& Options() const { return MemoryOnly::IsOn() ? memory_options_ : options_; }
  // The value that `key` had at revision_, according to history.
  absl::StatusOr<std::optional<Value>> FindPast(std::string_view key) const;

  rocksdb::DB& db_;
  const TableHandles& tables_;
  // Made once: a snapshot of the newest revision serves very many reads.
  const rocksdb::ReadOptions options_;
  const rocksdb::ReadOptions memory_options_;
  const Revision revision_;
  const bool past_;
  const std::function<void()> release_;
};

}  // namespace lectern::storage::rocks
