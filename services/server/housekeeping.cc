#include "services/server/housekeeping.h"

namespace lectern::server {

Housekeeping::Housekeeping(absl::Duration interval, std::function<void(const std::function<bool()>& stopped)> work)
    : interval_(interval), work_(std::move(work)), thread_([this] { Run(); }) {}

Housekeeping::~Housekeeping() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Housekeeping::Run() {
  while (!stopping_) {
    work_([this] { return stopping_.load(); });
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoNanoseconds(interval_), [this] { return stopping_.load(); });
  }
}

}  // namespace lectern::server
