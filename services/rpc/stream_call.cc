#include "services/rpc/stream_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {

StreamCallPtr StreamCall::Start(const MethodInfo& method, grpc::CallbackServerContext* context) {
  StreamCallPtr call = std::make_shared<StreamCall>(Private(), method, context);
  call->self_ = call;
  return call;
}

void StreamCall::Serve(Pull pull) {
  pull_ = std::move(pull);
  pull_();
}

void StreamCall::Send(grpc::ByteBuffer message, storage::Revision position) {
  // Under the lock, so that no write begins once the end is on its way. gRPC never reacts within this call.
  std::lock_guard lock(mutex_);
  if (ended_at_) return;
  message_.Swap(&message);
  position_ = position;
  writing_since_ = absl::Now();
  StartWrite(&message_);
}

void StreamCall::OnWriteDone(bool ok) {
  {
    std::lock_guard lock(mutex_);
    writing_since_.reset();
    message_.Clear();
    if (ended_at_) return;
  }
  // Where it was not taken the caller is gone, which OnCancel is told as well.
  if (ok) pull_();
}

void StreamCall::Finish(const absl::Status& status) {
  FinishAt([&](const std::string&) { return status; });
}

void StreamCall::FinishAt(const std::function<absl::Status(const std::string& position)>& status_at) {
  absl::Status status;
  {
    // The place is read under the lock that ends the stream: a message sent in between would be sent again on resuming.
    std::lock_guard lock(mutex_);
    if (ended_at_) return;
    ended_at_ = absl::Now();
    const std::string position = position_ ? absl::StrCat(*position_) : "";
    if (position_) context_->AddTrailingMetadata("lectern-revision", position);
    status = status_at(position);
  }
  grpc::ServerWriteReactor<grpc::ByteBuffer>::Finish(Ended(status));
}

bool StreamCall::Open() const {
  std::lock_guard lock(mutex_);
  return !ended_at_;
}

bool StreamCall::Run(Executor& executor, std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    if (ended_at_) return false;
    if (executor.Run(std::move(task))) return true;
  }
  Finish(OverloadedFault("too many calls are waiting; resume the stream shortly"));
  return false;
}

void StreamCall::EndForShutdown() {
  FinishAt([](const std::string& position) {
    return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                 "the server is stopping; resume at another, or at the same a little later", {{"revision", position}});
  });
}

void StreamCall::EndIfStalled(absl::Time since) {
  bool slow = false, stuck = false;
  {
    std::lock_guard lock(mutex_);
    slow = !ended_at_ && writing_since_ && *writing_since_ < since;
    stuck = ended_at_ && *ended_at_ < since;
  }
  if (slow)
    FinishAt([](const std::string& position) {
      return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SLOW_CONSUMER,
                   "the caller takes too long to read a message; resume once there is room for more",
                   {{"revision", position}});
    });
  if (stuck) Cut();
}

void StreamCall::Recheck(const std::function<absl::Status(const grpc::CallbackServerContext&)>& check) {
  absl::Status allowed;
  {
    std::lock_guard lock(mutex_);  // the context goes with OnDone
    if (ended_at_) return;
    allowed = check(*context_);
  }
  if (!allowed.ok()) Finish(allowed);
}

void StreamCall::Cut() {
  std::lock_guard lock(mutex_);
  if (!done_) context_->TryCancel();
}

void StreamCall::OnCancel() {
  set_cancelled();
  Finish(StillWanted());
}

void StreamCall::OnDone() {
  {
    std::lock_guard lock(mutex_);
    done_ = true;
  }
  pull_ = nullptr;  // what gives the messages holds the call
  if (on_done_) on_done_(this);
  self_.reset();
}

}  // namespace lectern::rpc
