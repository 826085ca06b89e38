// Threads for work that may wait for the disk, so that gRPC's own threads never do.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace lectern::rpc {

// Thread-safe. Of threads that wait, the one that worked last is called first: what it works with is in the processor's
// caches.
class Executor {
 public:
  explicit Executor(size_t threads);
  // Runs what is queued, then ends.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `task`; false, without running it, where kMaxQueued are waiting.
  [[nodiscard]] bool Run(std::function<void()> task);

  static constexpr size_t kMaxQueued = 8192;

 private:
  struct Worker {
    std::condition_variable called;
    std::function<void()> task;  // the next one; guarded by mutex_
    std::thread thread;
  };
  void Work(Worker& worker);
  // The next task; empty at the end.
  std::function<void()> Next(Worker& worker);

  std::mutex mutex_;
  std::deque<std::function<void()>> tasks_;  // for whom no worker waited; guarded by mutex_
  std::vector<Worker*> waiting_;             // the one that began last comes last; guarded by mutex_
  bool stopping_ = false;                    // guarded by mutex_
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace lectern::rpc
