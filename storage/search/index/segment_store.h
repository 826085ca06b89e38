// The segments on disk: a RocksDB of their own. SEGMENTS.md has the keys and the bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/options.h"
#include "storage/search/index/search_index.h"
#include "storage/search/index/segment.h"

namespace lectern::search {

// What the index holds, as of one revision.
struct Manifest {
  storage::Revision revision = 0;
  std::vector<uint64_t> segments;  // ids, in no order
};

// The deleted documents of a segment, ascending.
struct Deletions {
  uint64_t segment = 0;
  std::vector<uint32_t> documents;
};

class SegmentStore : public std::enable_shared_from_this<SegmentStore> {
 public:
  // Opens what SearchIndex::Open says, with its errors. Removes what a killed process left behind.
  static absl::StatusOr<std::shared_ptr<SegmentStore>> Open(const IndexOptions& options);
  ~SegmentStore();

  const Manifest& opened_manifest() const { return manifest_; }
  absl::StatusOr<std::vector<uint32_t>> ReadDeletions(uint64_t segment) const;
  absl::StatusOr<std::shared_ptr<const Segment>> ReadSegment(uint64_t id);

  // Writes a segment as table files, which become part of the store in Finish. `background`: no faster than
  // merge_bytes_per_second. Unless Commit names it, the next Open removes it.
  class Sink : public SegmentSink {
   public:
    virtual uint64_t id() const = 0;
  };
  std::unique_ptr<Sink> NewSegment(bool background);

  // In one batch, durable on return: the manifest, and the deletions of the segments listed; those of segments that the
  // manifest does not name are forgotten. One caller at a time.
  absl::Status Commit(const Manifest& manifest, const std::vector<Deletions>& deletions);

  // Deletes the files of segments that nothing holds any longer.
  absl::Status RemoveUnused();
  // Bytes of all table files.
  uint64_t DiskBytes() const;

 private:
  class StoredLists;
  class TableSink;

  explicit SegmentStore(const IndexOptions& options);
  absl::Status OpenDatabase();
  absl::Status ReadManifest();
  absl::Status RemoveStrangers();
  absl::Status Remove(uint64_t segment);
  void Release(uint64_t segment);
  std::string BuildingFolder() const { return options_.folder + "/building"; }

  const IndexOptions options_;
  rocksdb::Env& environment_;
  rocksdb::Options database_options_;
  std::unique_ptr<rocksdb::DB> database_;
  rocksdb::ColumnFamilyHandle* meta_ = nullptr;
  rocksdb::ColumnFamilyHandle* segments_ = nullptr;
  Manifest manifest_;  // the last one committed; one caller commits at a time, others read it under mutex_
  std::mutex mutex_;
  uint64_t next_segment_ = 1;     // guarded by mutex_
  std::vector<uint64_t> unused_;  // guarded by mutex_
};

}  // namespace lectern::search
