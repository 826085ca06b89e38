#include "storage/rocksdb/database.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lectern/internal/v1/store.pb.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/table.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/rocksdb/status.h"

namespace lectern::storage::rocks {
namespace {

constexpr size_t kLogBytes = 32 << 20;
// Values from here on lie in files of their own. Records are hardly ever as large.
constexpr uint64_t kBlobBytes = 64 << 10;

// When RocksDB resumes after an error is up to the engine, which must learn of it and number on from what is there.
class ErrorPolicy final : public rocksdb::EventListener {
 public:
  // Resuming writes what is in memory to new files and leaves the failed ones behind: right for every error of the
  // disk, where RocksDB itself trusts a full one only. Damaged data stays fatal.
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    if (error->IsIOError() && error->severity() == rocksdb::Status::kFatalError)
      *error = rocksdb::Status(*error, rocksdb::Status::kHardError);
  }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* automatic) override {
    *automatic = false;
  }
};

// The sizes are chosen for a million records of some 2.5 KiB with eight index rows of some 100 bytes each, 3 to 4 GiB
// in all, read through a cache of 128 MiB.
rocksdb::BlockBasedTableOptions TableOptions(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions options;
  options.block_cache = cache;
  // Small blocks fit both kinds of reads: a record read at random brings at most one other along, which makes four
  // times as many records fit the cache as with 16 KiB, and a page of 50 index rows lies in two or three blocks.
  options.block_size = 4 << 10;
  // Every write looks up the row it replaces, mostly in vain: filters answer that from memory.
  options.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10));
  // Indexes and filters of all tables come to some 40 MiB. They are counted in the cache, so that memory is bounded
  // whatever the store grows to, and cut into parts as small as the blocks: whole ones have up to 1 MiB a file, of
  // which one of the cache's 64 shards, of 2 MiB each, would hold hardly any, and a read that misses one would load it
  // all.
  options.cache_index_and_filter_blocks = true;
  options.cache_index_and_filter_blocks_with_high_priority = true;
  options.pin_l0_filter_and_index_blocks_in_cache = true;
  options.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  options.partition_filters = true;
  options.metadata_block_size = 4 << 10;
  options.format_version = 5;
  return options;
}

// Of what the caches take together: rows that are asked for by key again and again. To find one in its block takes a
// look into two levels of filters, two of indexes and the block, each of which the processor's caches may have lost;
// a page of search results reads ten.
constexpr size_t kRowCacheShare = 8;

rocksdb::DBOptions DatabaseOptions(rocksdb::Env* env, const std::shared_ptr<rocksdb::Cache>& rows) {
  rocksdb::DBOptions options;
  options.env = env;
  options.row_cache = rows;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.paranoid_checks = true;
  options.track_and_verify_wals_in_manifest = true;
  // Replay at open is proportional to the log, and so is the memory of all tables' buffers: at most this much.
  options.max_total_wal_size = kLogBytes;
  options.db_write_buffer_size = 2 * kLogBytes;  // rows in memory are larger than in the log
  // A new manifest with every change of the files, which are few: a manifest holds keys of all files it ever knew, and
  // what was erased must not stay in one (CompactTables).
  options.max_manifest_file_size = 1;
  options.manifest_preallocation_size = 64 << 10;
  options.max_background_jobs = 2;
  options.keep_log_file_num = 4;
  options.max_open_files = 512;
  options.info_log_level = rocksdb::WARN_LEVEL;
  // Up to the engine, which knows whether it can: a flush that fails takes long.
  options.avoid_flush_during_shutdown = true;
  options.listeners.push_back(std::make_shared<ErrorPolicy>());
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const RocksDbOptions& settings, Table table,
                                           const std::shared_ptr<rocksdb::Cache>& cache,
                                           const std::shared_ptr<Retention>& retention) {
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(TableOptions(cache)));
  options.write_buffer_size = settings.write_buffer_bytes;
  options.memtable_protection_bytes_per_key = 8;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.level_compaction_dynamic_level_bytes = true;
  if (table == Table::kCurrent) {
    // What is above the last level is a tenth of all, and soon written again.
    options.compression = rocksdb::kNoCompression;
    // What imports stage comes in large values that are soon gone: kept apart, they are never copied.
    options.enable_blob_files = true;
    options.min_blob_size = kBlobBytes;
    options.enable_blob_garbage_collection = true;
    // Read most, by key, and in vain for what is being made.
    options.bottommost_compression = rocksdb::kLZ4Compression;
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = 0.02;
  }
  if (table == Table::kHistory) options.compaction_filter_factory = HistoryFilter(retention, settings.permanent);
  if (table == Table::kRequests) options.compaction_filter_factory = RequestFilter(settings.requests);
  return options;
}

absl::Status OpenError(const rocksdb::Status& status, const std::filesystem::path& path) {
  if (status.IsCorruption())
    return Fault(
        absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
        absl::StrCat("the store in ", path.string(), " is damaged; restore it from a backup: ", status.ToString()));
  return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY,
               absl::StrCat("the store in ", path.string(), " cannot be opened: ", status.ToString()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const RocksDbOptions& settings,
                                                         const std::filesystem::path& path,
                                                         const std::shared_ptr<Retention>& retention) {
  std::unique_ptr<Database> database(new Database);
  rocksdb::Env* env = settings.env;
  if (env == nullptr && settings.in_memory) {
    database->memory_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    env = database->memory_.get();
  }
  if (env == nullptr) env = rocksdb::Env::Default();

  const size_t row_cache_bytes = settings.block_cache_bytes / kRowCacheShare;
  const auto rows = rocksdb::NewLRUCache(row_cache_bytes);
  const auto blocks = rocksdb::NewLRUCache(settings.block_cache_bytes - row_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (size_t i = 0; i < kTableNames.size(); ++i)
    families.emplace_back(kTableNames[i], FamilyOptions(settings, static_cast<Table>(i), blocks, retention));

  rocksdb::DB* db = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::Status opened = rocksdb::DB::Open(DatabaseOptions(env, rows), path.string(), families, &handles, &db);
  if (!opened.ok()) return OpenError(opened, path);
  database->db_.reset(db);
  for (size_t i = 0; i < handles.size(); ++i) database->tables_[i] = handles[i];

  std::string floor;
  ASSIGN_OR_RETURN(const bool found, database->GetMeta(kMetaFloor, floor));
  if (found) retention->Restore(DecodeRevision(floor));
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : tables_)
    if (handle != nullptr) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  db_->Close().PermitUncheckedError();
}

absl::StatusOr<bool> Database::GetMeta(std::string_view key, std::string& value) const {
  rocksdb::Status read = db_->Get(rocksdb::ReadOptions(), Handle(tables_, Table::kMeta), rocksdb::Slice(key), &value);
  if (read.IsNotFound()) return false;
  if (!read.ok()) return ReadError(read);
  return true;
}

absl::Status Database::PutMeta(const std::vector<std::pair<std::string_view, std::string>>& rows) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : rows)
    batch.Put(Handle(tables_, Table::kMeta), rocksdb::Slice(key), value).PermitUncheckedError();
  rocksdb::WriteOptions options;
  options.sync = true;
  rocksdb::Status written = db_->Write(options, &batch);
  if (written.ok()) return absl::OkStatus();
  return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY,
               absl::StrCat("the store cannot be written: ", written.ToString()));
}

void Database::Flush() { db_->Flush(rocksdb::FlushOptions(), {tables_.begin(), tables_.end()}).PermitUncheckedError(); }

absl::StatusOr<std::pair<Revision, absl::Time>> Database::NewestTransaction() const {
  std::unique_ptr<rocksdb::Iterator> it(
      db_->NewIterator(rocksdb::ReadOptions(), Handle(tables_, Table::kTransactions)));
  it->SeekToLast();
  if (!it->Valid()) {
    if (!it->status().ok()) return ReadError(it->status());
    return std::pair(Revision{0}, absl::UnixEpoch());
  }
  internal::v1::TransactionRow row;
  if (!row.ParseFromArray(it->value().data(), static_cast<int>(it->value().size())))
    return ReadError(rocksdb::Status::Corruption("tx row"));
  return std::pair(DecodeRevision(it->key().ToStringView()), FromTimestamp(row.commit_time()));
}

}  // namespace lectern::storage::rocks
