// Ends a stream that has gone silent.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "grpcpp/client_context.h"

namespace lectern::admin {

// Cancels the call of `context` once nothing was heard for `silence`: a machine that is cut off says no goodbye, and
// without this its client would wait for ever. `context` outlives it.
class StreamWatchdog {
 public:
  StreamWatchdog(grpc::ClientContext& context, std::chrono::milliseconds silence);
  ~StreamWatchdog();
  StreamWatchdog(const StreamWatchdog&) = delete;
  StreamWatchdog& operator=(const StreamWatchdog&) = delete;

  // A message has come.
  void Heard();

 private:
  using Clock = std::chrono::steady_clock;

  void Watch();

  grpc::ClientContext& context_;
  const std::chrono::milliseconds silence_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Clock::time_point end_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace lectern::admin
