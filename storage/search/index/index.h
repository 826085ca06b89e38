// The index as a whole: segments in memory and on disk, and the threads that merge them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/search/index/kept_views.h"
#include "storage/search/index/search_index.h"
#include "storage/search/index/segment_merger.h"
#include "storage/search/index/segment_store.h"
#include "storage/search/index/view.h"

namespace lectern::search {

// Two kinds of background work, a thread each: small merges and writing to disk, which fresh documents wait for, and
// merges of what is on disk. What is on disk is always the state of durable_revision() exactly: deletions that came
// later are kept apart from the durable ones until the next Flush.
class Index : public SearchIndex {
 public:
  static absl::StatusOr<std::unique_ptr<SearchIndex>> Open(const IndexOptions& options);
  ~Index() override;

  absl::Status Apply(Batch batch) override;
  absl::Status Flush() override;
  absl::Status Purge() override;
  absl::Status Merge() override;
  storage::Revision revision() const override;
  storage::Revision durable_revision() const override;
  IndexStatistics Statistics() const override;
  absl::Status Health() const override;
  std::shared_ptr<const View> CurrentView() const override;
  uint64_t KeepView(std::shared_ptr<const View> view) override { return kept_views_.Keep(std::move(view)); }
  absl::StatusOr<std::shared_ptr<const View>> FindView(uint64_t id) override { return kept_views_.Find(id); }

 private:
  struct Part {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Visibility> visibility;
    std::shared_ptr<const Visibility> durable;  // of segments on disk: as of durable_revision()
  };
  using Parts = std::vector<Part>;

  Index(const IndexOptions& options, std::shared_ptr<SegmentStore> store);
  absl::Status ReadStore();
  void StartThreads();

  // index.cc
  absl::Status WaitForRoom();
  void DeleteKeys(const std::vector<std::string_view>& keys, Parts& parts) const;
  void Publish(Parts parts, storage::Revision revision);  // under mutex_

  // index_maintenance.cc
  void RunMemoryWork();
  void RunDiskWork();
  absl::Status MemoryStep(bool& worked);
  absl::Status DiskStep(bool& worked);
  absl::Status FlushLocked();  // under memory_work_
  absl::Status MergeInMemory(const Parts& sources);
  absl::Status MergeOnDisk(const Parts& sources);  // under disk_work_
  // Replaces `sources` by `merged` in parts_, with what was deleted meanwhile.
  void Install(const Parts& sources, const DocumentMap& map, std::shared_ptr<const Segment> merged,
               std::shared_ptr<const Visibility> durable);
  Parts PartsWhere(bool on_disk) const;
  bool IsAtRest() const;
  void Report(const absl::Status& status);
  bool stopping() const { return stopping_.load(std::memory_order_relaxed); }

  const IndexOptions options_;
  const std::shared_ptr<SegmentStore> store_;
  KeptViews kept_views_;

  // Taken in this order.
  std::mutex memory_work_;  // one small merge or flush at a time
  std::mutex disk_work_;    // one merge on disk at a time
  std::mutex commit_;       // one change of what is durable at a time

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Parts parts_;                             // guarded by mutex_
  std::shared_ptr<const View> view_;        // guarded by mutex_
  storage::Revision durable_revision_ = 0;  // guarded by mutex_
  absl::Time oldest_change_;                // of those that are not durable; guarded by mutex_
  absl::Time last_change_ = absl::Now();    // guarded by mutex_
  absl::Status health_;                     // guarded by mutex_
  uint64_t merges_ = 0;                     // guarded by mutex_
  std::atomic<bool> memory_busy_ = false;
  std::atomic<bool> disk_busy_ = false;
  std::atomic<bool> untidy_ = false;  // a merge of everything is due when the index rests
  std::atomic<bool> stopping_ = false;
  std::thread memory_thread_;
  std::thread disk_thread_;
};

}  // namespace lectern::search
