// RocksDB opened with our tables and settings.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

class Database {
 public:
  // Opens or makes the database at `path`. Sets the retention's floor to the stored one.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const RocksDbOptions& options,
                                                        const std::filesystem::path& path,
                                                        const std::shared_ptr<Retention>& retention);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() const { return *db_; }
  const TableHandles& tables() const { return tables_; }

  // False where the key is not there.
  absl::StatusOr<bool> GetMeta(std::string_view key, std::string& value) const;
  // Durable when it returns.
  absl::Status PutMeta(const std::vector<std::pair<std::string_view, std::string>>& rows);
  // Writes what is in memory to table files, as far as that can be done.
  void Flush();
  // Revision and time of the newest commit; (0, 1970) for an empty store.
  absl::StatusOr<std::pair<Revision, absl::Time>> NewestTransaction() const;

 private:
  Database() = default;

  std::unique_ptr<rocksdb::Env> memory_;  // where everything is in memory of our own
  std::unique_ptr<rocksdb::DB> db_;
  TableHandles tables_{};
};

}  // namespace lectern::storage::rocks
