#include "storage/rocksdb/revision_waiters.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "storage/engine/fault.h"

namespace lectern::storage::rocks {

RevisionWaiters::RevisionWaiters() : thread_([this] { Run(); }) {}

RevisionWaiters::~RevisionWaiters() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void RevisionWaiters::Add(Revision revision, absl::Time deadline, Engine::WaitCallback done) {
  {
    std::lock_guard lock(mutex_);
    waiters_.emplace(revision, Waiter{deadline, std::move(done)});
  }
  changed_.notify_all();
}

void RevisionWaiters::Reached(Revision revision) {
  std::lock_guard lock(mutex_);
  reached_ = std::max(reached_, revision);
  if (!waiters_.empty() && waiters_.begin()->first <= reached_) changed_.notify_all();
}

void RevisionWaiters::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const absl::Time now = absl::Now();
    absl::Time next_deadline = absl::InfiniteFuture();
    std::vector<std::pair<Engine::WaitCallback, absl::Status>> finished;
    for (auto it = waiters_.begin(); it != waiters_.end();) {
      absl::Status status;
      if (it->first > reached_) {
        if (stopping_) {
          status = Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_SHUTTING_DOWN, "the server is stopping");
        } else if (it->second.deadline <= now) {
          status = Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
                         "the revision asked for was not reached in time");
        } else {
          next_deadline = std::min(next_deadline, it->second.deadline);
          ++it;
          continue;
        }
      }
      finished.emplace_back(std::move(it->second.done), status);
      it = waiters_.erase(it);
    }
    if (!finished.empty()) {
      lock.unlock();
      for (auto& [done, status] : finished) done(status);
      lock.lock();
      continue;
    }
    if (stopping_) return;
    if (next_deadline == absl::InfiniteFuture())
      changed_.wait(lock);
    else
      changed_.wait_until(lock, absl::ToChronoTime(next_deadline));
  }
}

}  // namespace lectern::storage::rocks
