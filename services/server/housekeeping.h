// Work that comes back every so often, on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace lectern::server {

class Housekeeping {
 public:
  // Does `work` at once and then every `interval`. `work` looks at its argument from time to time and ends early where
  // it answers true.
  Housekeeping(absl::Duration interval, std::function<void(const std::function<bool()>& stopped)> work);
  // Waits for the work under way.
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void Run();

  const absl::Duration interval_;
  const std::function<void(const std::function<bool()>& stopped)> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace lectern::server
