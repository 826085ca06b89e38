// What may be dropped from history and requests: compaction filters, so that dropping costs no reads of its own.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "absl/time/time.h"
#include "rocksdb/compaction_filter.h"
#include "storage/engine/batch.h"

namespace lectern::storage::rocks {

// Says which keys keep all their past values; null means none.
using PermanentKey = bool (*)(std::string_view key);

// The oldest revision that snapshots may be opened at (the floor). It follows the newest revision at a distance of
// `window`, never passes a snapshot that is open, and never goes back while the store is open. Thread-safe.
class Retention {
 public:
  explicit Retention(absl::Duration window);

  // The floor as a store that is being opened remembers it. Before any other call.
  void Restore(Revision floor);
  // A commit was made, which may raise the floor.
  void Committed(Revision revision, absl::Time time);
  // The store remembers `floor` from now on. Only what lies below a floor that was stored may be dropped: a restart
  // would offer the rest again.
  void Stored(Revision floor) { stored_floor_.store(floor, std::memory_order_release); }
  // Keeps the floor at or below `revision` until Release; false where the floor has passed it already.
  bool Hold(Revision revision);
  void Release(Revision revision);
  Revision floor() const { return floor_.load(std::memory_order_acquire); }
  Revision stored_floor() const { return stored_floor_.load(std::memory_order_acquire); }

 private:
  const absl::Duration window_;
  const absl::Duration sample_every_;
  std::atomic<Revision> floor_{0};
  std::atomic<Revision> stored_floor_{0};
  std::mutex mutex_;
  std::deque<std::pair<absl::Time, Revision>> samples_;  // guarded by mutex_
  std::multiset<Revision> held_;                         // guarded by mutex_
};

// Drops rows of `hist` that no snapshot at or above the stored floor needs, but for permanent keys.
std::shared_ptr<rocksdb::CompactionFilterFactory> HistoryFilter(std::shared_ptr<const Retention> retention,
                                                                PermanentKey permanent);

// Drops rows of `req` that are older than `keep`.
std::shared_ptr<rocksdb::CompactionFilterFactory> RequestFilter(absl::Duration keep);

}  // namespace lectern::storage::rocks
