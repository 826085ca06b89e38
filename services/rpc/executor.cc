#include "services/rpc/executor.h"

#include <utility>

namespace lectern::rpc {

Executor::Executor(size_t threads) {
  for (size_t i = 0; i < threads; ++i) {
    Worker& worker = *workers_.emplace_back(std::make_unique<Worker>());
    worker.thread = std::thread([this, &worker] { Work(worker); });
  }
}

Executor::~Executor() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (const auto& worker : workers_) worker->called.notify_one();
  for (const auto& worker : workers_) worker->thread.join();
}

bool Executor::Run(std::function<void()> task) {
  Worker* worker = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      if (tasks_.size() >= kMaxQueued) return false;
      tasks_.push_back(std::move(task));
      return true;
    }
    worker = waiting_.back();
    waiting_.pop_back();
    worker->task = std::move(task);
  }
  worker->called.notify_one();
  return true;
}

void Executor::Work(Worker& worker) {
  while (const std::function<void()> task = Next(worker)) task();
}

std::function<void()> Executor::Next(Worker& worker) {
  std::unique_lock lock(mutex_);
  if (!tasks_.empty()) {
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }
  if (stopping_) return nullptr;
  waiting_.push_back(&worker);
  worker.called.wait(lock, [&] { return worker.task != nullptr || stopping_; });
  return std::exchange(worker.task, nullptr);
}

}  // namespace lectern::rpc
