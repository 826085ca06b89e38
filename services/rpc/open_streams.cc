#include "services/rpc/open_streams.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {

OpenStreams::OpenStreams(StreamLimits limits, Check check)
    : limits_(limits), check_(std::move(check)), watcher_([this] { Watch(); }) {}

OpenStreams::~OpenStreams() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return streams_.empty(); });
    stopping_ = true;
  }
  changed_.notify_all();
  watcher_.join();
}

absl::Status OpenStreams::Add(const OpenStreamPtr& stream) {
  std::lock_guard lock(mutex_);
  if (ending_)
    return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                 "the server is stopping; another, or the same a little later, will answer");
  if (streams_.size() >= limits_.most_open)
    return Fault(
        absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
        absl::StrCat("there are ", limits_.most_open, " streams open already; use the unary twin, or come later"),
        {{"limit", absl::StrCat(limits_.most_open)}});
  stream->set_on_gone([this](OpenStream* gone) { Remove(gone); });
  streams_.insert(stream);
  if (streams_.size() == 1) changed_.notify_all();
  return absl::OkStatus();
}

void OpenStreams::Remove(OpenStream* stream) {
  // An alias that owns nothing finds the pointer, since a set of shared pointers is ordered by what they point to.
  const OpenStreamPtr alias(OpenStreamPtr(), stream);
  std::lock_guard lock(mutex_);
  streams_.erase(alias);
  if (streams_.empty()) changed_.notify_all();
}

std::vector<OpenStreamPtr> OpenStreams::All() const {
  std::lock_guard lock(mutex_);
  return {streams_.begin(), streams_.end()};
}

void OpenStreams::EndAll() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  for (const OpenStreamPtr& stream : All()) stream->EndForShutdown();
}

void OpenStreams::CutAll() {
  for (const OpenStreamPtr& stream : All()) stream->Cut();
}

void OpenStreams::Watch() {
  const absl::Duration tick = std::min(absl::Seconds(1), limits_.patience / 4);
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (streams_.empty()) {
      changed_.wait(lock);
      continue;
    }
    changed_.wait_for(lock, absl::ToChronoMilliseconds(tick), [this] { return stopping_; });
    lock.unlock();
    for (const OpenStreamPtr& stream : All()) {
      stream->Recheck(check_);
      stream->EndIfStalled(absl::Now(), limits_);
    }
    lock.lock();
  }
}

}  // namespace lectern::rpc
