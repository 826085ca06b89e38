// The embedded engine: one RocksDB in one data directory, written by one process.
#pragma once

#include <filesystem>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rocksdb/env.h"
#include "storage/engine/engine.h"
#include "storage/rocksdb/retention.h"

namespace lectern::storage::rocks {

struct RocksDbOptions {
  // Data directory. Unused where in_memory is set.
  std::filesystem::path directory;
  // Keeps everything in memory (RocksDB's MemEnv), for tests: the same code, no other semantics.
  bool in_memory = false;
  // Where RocksDB keeps its files; null: the system's files, or a MemEnv of the engine's own where in_memory is set.
  // Not owned; must outlive the engine.
  rocksdb::Env* env = nullptr;
  // How long snapshots stay readable.
  absl::Duration history = absl::Hours(1);
  // How long requests are remembered; 24 h is promised to callers.
  absl::Duration requests = absl::Hours(25);
  // Keys whose past values are never dropped.
  PermanentKey permanent = nullptr;
  // How long Compact() waits for older readers.
  absl::Duration compact_patience = absl::Seconds(30);
  size_t block_cache_bytes = size_t{128} << 20;  // an eighth of which keeps rows
  size_t write_buffer_bytes = size_t{16} << 20;
};

// Opens the store, or makes it. Errors as DataDirectory::Open; DATA_LOSS where it is damaged.
absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(const RocksDbOptions& options);

}  // namespace lectern::storage::rocks
