#include "clients/admin/stream_watchdog.h"

namespace lectern::admin {

StreamWatchdog::StreamWatchdog(grpc::ClientContext& context, std::chrono::milliseconds silence)
    : context_(context), silence_(silence), end_(Clock::now() + silence), thread_([this] { Watch(); }) {}

StreamWatchdog::~StreamWatchdog() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void StreamWatchdog::Heard() {
  const std::lock_guard lock(mutex_);
  end_ = Clock::now() + silence_;  // read when the end before it has come
}

void StreamWatchdog::Watch() {
  std::unique_lock lock(mutex_);
  while (!done_) {
    if (Clock::now() >= end_) return context_.TryCancel();
    changed_.wait_until(lock, end_);
  }
}

}  // namespace lectern::admin
