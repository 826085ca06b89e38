// A thread for work that blocks now and then, some of it at a later time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace lectern::operations {

// Tasks run one after another, in the order of their times. Thread-safe.
class TaskThread {
 public:
  TaskThread();
  ~TaskThread() { Stop(); }
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;

  // Runs `task` in `delay` from now, or as soon as the thread gets to it.
  void After(absl::Duration delay, std::function<void()> task);
  // Runs what is due, also what that adds, and ends; drops what is for later, and all that comes behind.
  void Stop();

 private:
  using Clock = std::chrono::steady_clock;

  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Clock::time_point, std::function<void()>> tasks_;  // guarded by mutex_
  bool stopping_ = false;                                          // guarded by mutex_
  std::thread thread_;
};

}  // namespace lectern::operations
