#include "services/server/engine_choice.h"

#include "storage/keys/keyspaces.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::server {
namespace {

// The catalogue's records keep all their revisions; what is derived from them, and keys of callers, need not.
bool IsRecord(std::string_view key) {
  return !key.empty() && static_cast<uint8_t>(key.front()) < static_cast<uint8_t>(storage::Keyspace::kApiKey);
}

}  // namespace

absl::StatusOr<std::unique_ptr<storage::Engine>> OpenEngine(const Settings& settings) {
  storage::rocks::RocksDbOptions options;
  options.directory = settings.data;
  options.history = settings.history;
  options.permanent = IsRecord;
  options.block_cache_bytes = settings.block_cache_bytes;
  return storage::rocks::OpenRocksDb(options);
}

}  // namespace lectern::server
