// The conformance suite's engines: RocksDB on disk, and in memory. Neither skips anything.
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/conformance/engine/harness.h"
#include "tests/support/temp_directory.h"

namespace lectern::storage {
namespace {

rocks::RocksDbOptions OptionsFor(const StoreSettings& settings) {
  rocks::RocksDbOptions options;
  options.history = settings.history;
  options.requests = settings.requests;
  options.permanent = settings.permanent;
  options.compact_patience = settings.compact_patience;
  options.block_cache_bytes = 8 << 20;
  if (settings.small_buffers) options.write_buffer_bytes = 64 << 10;
  return options;
}

class OnDisk final : public TestStore {
 public:
  absl::StatusOr<std::unique_ptr<Engine>> Open(const StoreSettings& settings) override {
    rocks::RocksDbOptions options = OptionsFor(settings);
    options.directory = directory_.path();
    return rocks::OpenRocksDb(options);
  }

 private:
  testing::TempDirectory directory_;
};

class InMemory final : public TestStore {
 public:
  absl::StatusOr<std::unique_ptr<Engine>> Open(const StoreSettings& settings) override {
    rocks::RocksDbOptions options = OptionsFor(settings);
    options.in_memory = true;
    options.env = env_.get();  // of the store, so that what is closed can be opened again
    return rocks::OpenRocksDb(options);
  }

 private:
  const std::unique_ptr<rocksdb::Env> env_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
};

}  // namespace

std::vector<EngineUnderTest> EnginesUnderTest() {
  return {{"RocksDbOnDisk", [] { return std::make_unique<OnDisk>(); }, {}},
          {"RocksDbInMemory", [] { return std::make_unique<InMemory>(); }, {}}};
}

}  // namespace lectern::storage
