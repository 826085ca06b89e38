#include "services/operations/task_thread.h"

#include <utility>

namespace lectern::operations {

TaskThread::TaskThread() : thread_([this] { Run(); }) {}

void TaskThread::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void TaskThread::After(absl::Duration delay, std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.emplace(Clock::now() + absl::ToChronoNanoseconds(delay), std::move(task));
  }
  changed_.notify_all();
}

void TaskThread::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!tasks_.empty() && tasks_.begin()->first <= Clock::now()) {
      auto due = tasks_.extract(tasks_.begin());
      lock.unlock();
      due.mapped()();
      due = {};  // what the task owns goes without the lock, too
      lock.lock();
      continue;
    }
    if (stopping_) return;
    if (tasks_.empty())
      changed_.wait(lock);
    else
      changed_.wait_until(lock, tasks_.begin()->first);
  }
}

}  // namespace lectern::operations
