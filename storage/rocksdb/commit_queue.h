// The queue in front of the writer: commits of many callers are written as one group under one fsync.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/rocksdb/group_writer.h"

namespace lectern::storage::rocks {

// Two threads: the writer resolves and writes groups; the finisher calls back, so that the next group is being
// written meanwhile.
class CommitQueue {
 public:
  // Writes a group and sets its outcomes; called by the writer thread alone. While it answers false (the store cannot
  // write) it is also called with an empty group every second, to try again.
  using WriteGroup = std::function<bool(std::vector<PendingCommit>& group)>;

  explicit CommitQueue(WriteGroup write);
  ~CommitQueue() { Stop(); }

  // Never blocks. RESOURCE_EXHAUSTED (OVERLOADED) goes to the callback where the queue is full, UNAVAILABLE
  // (SHUTTING_DOWN) after Stop().
  void Push(PendingCommit commit);
  // Calls back with the outcome that `commit` has already.
  void Finish(PendingCommit commit);
  // Writes what is queued and calls back before it returns. Callbacks may still Push.
  void Stop();

 private:
  void RunWriter();
  void RunFinisher();

  const WriteGroup write_;
  std::mutex mutex_;
  std::condition_variable queued_, written_;
  std::deque<PendingCommit> queue_;     // guarded by mutex_
  size_t queued_bytes_ = 0;             // guarded by mutex_
  std::deque<PendingCommit> finished_;  // guarded by mutex_
  bool stopping_ = false;               // guarded by mutex_
  bool writer_done_ = false;            // guarded by mutex_
  bool finisher_done_ = false;          // guarded by mutex_
  std::thread writer_, finisher_;
};

}  // namespace lectern::storage::rocks
