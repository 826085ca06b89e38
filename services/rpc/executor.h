// Threads for work that may wait for the disk, so that gRPC's own threads never do.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lectern::rpc {

// Thread-safe.
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
  void Work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;  // guarded by mutex_
  bool stopping_ = false;                    // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace lectern::rpc
