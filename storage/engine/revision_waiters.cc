#include "storage/engine/revision_waiters.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "storage/engine/fault.h"

namespace lectern::storage {
namespace {

absl::Status Stopping() {
  return Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_SHUTTING_DOWN, "the server is stopping");
}

absl::Status TooLate() {
  return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
               "the revision asked for was not reached in time");
}

}  // namespace

RevisionWaiters::RevisionWaiters() : thread_([this] { Run(); }) {}

void RevisionWaiters::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RevisionWaiters::Add(Revision revision, absl::Time deadline, Engine::WaitCallback done) {
  {
    std::lock_guard lock(mutex_);
    if (!stopped_) {
      const uint64_t id = next_id_++;
      by_revision_.emplace(revision, id);
      by_deadline_.emplace(deadline, id);
      waiters_.emplace(id, Waiter{revision, deadline, std::move(done)});
      changed_.notify_all();
      return;
    }
  }
  done(Stopping());
}

void RevisionWaiters::Reached(Revision revision) {
  std::lock_guard lock(mutex_);
  reached_ = std::max(reached_, revision);
  if (!by_revision_.empty() && by_revision_.begin()->first <= reached_) changed_.notify_all();
}

RevisionWaiters::Finished RevisionWaiters::TakeFinished(absl::Time now) {
  Finished finished;
  while (!by_revision_.empty() && by_revision_.begin()->first <= reached_)
    Take(by_revision_.begin()->second, absl::OkStatus(), finished);
  while (!by_deadline_.empty() && (stopping_ || by_deadline_.begin()->first <= now))
    Take(by_deadline_.begin()->second, stopping_ ? Stopping() : TooLate(), finished);
  return finished;
}

void RevisionWaiters::Take(uint64_t id, absl::Status status, Finished& finished) {
  const auto found = waiters_.find(id);
  by_revision_.erase({found->second.revision, id});
  by_deadline_.erase({found->second.deadline, id});
  finished.emplace_back(std::move(found->second.done), std::move(status));
  waiters_.erase(found);
}

void RevisionWaiters::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (Finished finished = TakeFinished(absl::Now()); !finished.empty()) {
      lock.unlock();
      for (auto& [done, status] : finished) done(status);
      finished.clear();  // what callbacks own goes without the lock, too
      lock.lock();
      continue;
    }
    if (stopping_) {
      stopped_ = true;
      return;
    }
    if (by_deadline_.empty() || by_deadline_.begin()->first == absl::InfiniteFuture())
      changed_.wait(lock);
    else
      changed_.wait_until(lock, absl::ToChronoTime(by_deadline_.begin()->first));
  }
}

}  // namespace lectern::storage
