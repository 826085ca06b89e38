#include "storage/rocksdb/commit_queue.h"

#include <chrono>
#include <utility>

#include "storage/engine/fault.h"

namespace lectern::storage::rocks {
namespace {

// A group is one fsync: large enough to share it, small enough that its first commit need not wait for long.
constexpr size_t kGroupCommits = 512;
constexpr size_t kGroupBytes = 8 << 20;
// What may wait. At 25,000 commits a second the queue is some 0.7 s long when full.
constexpr size_t kQueueCommits = 16384;
constexpr size_t kQueueBytes = 128 << 20;
constexpr std::chrono::seconds kRetryEvery(1);

size_t BytesOf(const PendingCommit& commit) {
  size_t bytes = 256;
  for (const Change& change : commit.request.batch.changes()) bytes += 64 + change.key.size() + change.value.size();
  for (const Precondition& precondition : commit.request.preconditions) bytes += 64 + precondition.key.size();
  if (const auto& request = commit.request.request)
    bytes += request->key.size() + request->hash.size() + request->result.size();
  return bytes;
}

absl::Status ShuttingDown() {
  return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
               "the server is stopping; nothing was written");
}

}  // namespace

CommitQueue::CommitQueue(WriteGroup write) : write_(std::move(write)) {
  writer_ = std::thread([this] { RunWriter(); });
  finisher_ = std::thread([this] { RunFinisher(); });
}

void CommitQueue::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  queued_.notify_all();
  if (writer_.joinable()) writer_.join();
  if (finisher_.joinable()) finisher_.join();
}

void CommitQueue::Push(PendingCommit commit) {
  const size_t bytes = BytesOf(commit);
  {
    std::lock_guard lock(mutex_);
    if (stopping_) {
      commit.outcome = ShuttingDown();
    } else if (queue_.size() >= kQueueCommits || queued_bytes_ + bytes > kQueueBytes) {
      commit.outcome = OverloadedFault("too many writes are waiting; nothing was written, try again shortly");
    } else {
      queued_bytes_ += bytes;
      queue_.push_back(std::move(commit));
      queued_.notify_one();
      return;
    }
  }
  Finish(std::move(commit));
}

void CommitQueue::Finish(PendingCommit commit) {
  {
    std::lock_guard lock(mutex_);
    if (!finisher_done_) {
      finished_.push_back(std::move(commit));
      written_.notify_one();
      return;
    }
  }
  commit.done(std::move(commit.outcome));  // the caller is a callback itself: no other runs any more
}

void CommitQueue::RunWriter() {
  std::vector<PendingCommit> group;
  bool writable = true;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto awake = [this] { return stopping_ || !queue_.empty(); };
      if (writable)
        queued_.wait(lock, awake);
      else
        queued_.wait_until(lock, std::chrono::system_clock::now() + kRetryEvery, awake);
      if (queue_.empty() && stopping_) {
        writer_done_ = true;
        written_.notify_all();
        return;
      }
      size_t group_bytes = 0;
      while (!queue_.empty() && group.size() < kGroupCommits && group_bytes < kGroupBytes) {
        const size_t bytes = BytesOf(queue_.front());
        group_bytes += bytes;
        queued_bytes_ -= bytes;
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    writable = write_(group);
    {
      std::lock_guard lock(mutex_);
      for (PendingCommit& commit : group) finished_.push_back(std::move(commit));
    }
    written_.notify_one();
    group.clear();
  }
}

void CommitQueue::RunFinisher() {
  std::deque<PendingCommit> batch;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      written_.wait(lock, [this] { return writer_done_ || !finished_.empty(); });
      if (finished_.empty()) {
        finisher_done_ = true;
        return;
      }
      batch.swap(finished_);
    }
    for (PendingCommit& commit : batch) commit.done(std::move(commit.outcome));
    batch.clear();
  }
}

}  // namespace lectern::storage::rocks
