#include "services/rpc/open_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {

void OpenStream::Finish(const absl::Status& status) {
  FinishAt([&](const std::string&) { return status; });
}

void OpenStream::FinishAt(const std::function<absl::Status(const std::string& position)>& status_at) {
  absl::Status status;
  {
    // The place is read under the lock that ends the stream: a message sent in between would be sent again on resuming.
    std::lock_guard lock(mutex_);
    if (ended_at_) return;
    ended_at_ = absl::Now();
    const std::string position = position_ ? absl::StrCat(*position_) : "";
    if (position_) context_->AddTrailingMetadata("lectern-revision", position);
    status = status_at(position);
    ended_well_ = status.ok();
    OnEnd();
  }
  // Whether all went well is known when gRPC is done: it also ends a call whose message is too large, and that looks
  // at first as if the caller sent no more.
  FinishByGrpc(status.ok() ? grpc::Status() : Ended(status));
}

void OpenStream::Done() {
  bool cut = false;
  {
    std::lock_guard lock(mutex_);
    done_ = true;
    if (!ended_well_) return;
    cut = context_->IsCancelled();
  }
  Ended(cut ? Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALL_CANCELLED,
                    "the stream was cut off before its caller had the end")
            : absl::OkStatus());
}

bool OpenStream::Open() const {
  std::lock_guard lock(mutex_);
  return !ended();
}

void OpenStream::EndForShutdown() {
  FinishAt([](const std::string& position) {
    return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                 "the server is stopping; resume at another, or at the same a little later", {{"revision", position}});
  });
}

void OpenStream::EndIfStalled(absl::Time now, const StreamLimits& limits) {
  const absl::Time since = now - limits.patience;
  bool slow = false, stuck = false;
  absl::Status overdue;
  {
    std::lock_guard lock(mutex_);
    slow = !ended_at_ && writing_since_ && *writing_since_ < since;
    stuck = ended_at_ && *ended_at_ < since;
    if (!ended_at_) overdue = Overdue(now, limits);
  }
  if (slow)
    FinishAt([](const std::string& position) {
      return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SLOW_CONSUMER,
                   "the caller takes too long to read a message; resume once there is room for more",
                   {{"revision", position}});
    });
  if (!overdue.ok()) Finish(overdue);
  if (stuck) Cut();
}

void OpenStream::Recheck(const std::function<absl::Status(const grpc::CallbackServerContext&)>& check) {
  absl::Status allowed;
  {
    std::lock_guard lock(mutex_);  // the context goes when gRPC is done
    if (ended_at_) return;
    allowed = check(*context_);
  }
  if (!allowed.ok()) Finish(allowed);
}

void OpenStream::Cut() {
  std::lock_guard lock(mutex_);
  if (!done_) context_->TryCancel();
}

void OpenStream::EndCancelled() {
  set_cancelled();
  Finish(StillWanted());
}

void OpenStream::Gone() {
  if (on_gone_) on_gone_(this);
  self_.reset();
}

void OpenStream::Write(grpc::ByteBuffer message, storage::Revision position) {
  // Under the lock, so that no write begins once the end is on its way. gRPC never reacts within this call.
  if (ended_at_) return;
  message_.Swap(&message);
  position_ = position;
  writing_since_ = absl::Now();
  WriteByGrpc(&message_);
}

void OpenStream::Written() {
  writing_since_.reset();
  message_.Clear();
}

}  // namespace lectern::rpc
