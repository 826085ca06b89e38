#include "services/operations/waiters.h"

#include <limits>
#include <utility>
#include <vector>

namespace lectern::operations {

std::optional<uint64_t> Waiters::Add(const std::string& name, absl::Time deadline, storage::Engine& engine, Done done) {
  std::unique_lock lock(mutex_);
  if (waiters_.size() >= kMost) return std::nullopt;
  const uint64_t number = next_++;
  if (stopped_) {
    lock.unlock();
    done(std::nullopt);
    return number;
  }
  waiters_.emplace(number, Waiter{name, std::move(done)});
  lock.unlock();
  // No commit ever has that revision: the engine only minds the time.
  engine.WaitFor(std::numeric_limits<storage::Revision>::max(), deadline,
                 [waiters = weak_from_this(), number](absl::Status) {
                   if (const auto self = waiters.lock()) self->TimeIsUp(number);
                 });
  return number;
}

bool Waiters::Forget(uint64_t number) {
  std::lock_guard lock(mutex_);
  return waiters_.erase(number) > 0;
}

void Waiters::TimeIsUp(uint64_t number) {
  Done done;
  {
    std::lock_guard lock(mutex_);
    const auto found = waiters_.find(number);
    if (found == waiters_.end()) return;
    done = std::move(found->second.done);
    waiters_.erase(found);
  }
  done(std::nullopt);
}

void Waiters::Ended(const google::longrunning::Operation& operation) {
  std::vector<Done> told;
  {
    std::lock_guard lock(mutex_);
    for (auto waiter = waiters_.begin(); waiter != waiters_.end();) {
      const auto next = std::next(waiter);
      if (waiter->second.name == operation.name()) told.push_back(std::move(waiters_.extract(waiter).mapped().done));
      waiter = next;
    }
  }
  for (const Done& done : told) done(operation);
}

void Waiters::Stop() {
  std::map<uint64_t, Waiter> told;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    told.swap(waiters_);
  }
  for (const auto& [number, waiter] : told) waiter.done(std::nullopt);
}

}  // namespace lectern::operations
