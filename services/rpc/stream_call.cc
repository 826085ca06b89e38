#include "services/rpc/stream_call.h"

#include <utility>

#include "storage/engine/fault.h"

namespace lectern::rpc {

StreamCallPtr StreamCall::Start(const MethodInfo& method, grpc::CallbackServerContext* context) {
  StreamCallPtr call = std::make_shared<StreamCall>(Private(), method, context);
  call->Keep(call);
  return call;
}

void StreamCall::Serve(Pull pull) {
  pull_ = std::move(pull);
  pull_();
}

void StreamCall::Send(grpc::ByteBuffer message, storage::Revision position) {
  std::lock_guard lock(mutex_);
  Write(std::move(message), position);
}

void StreamCall::OnWriteDone(bool ok) {
  {
    std::lock_guard lock(mutex_);
    Written();
    if (ended()) return;
  }
  // Where it was not taken the caller is gone, which OnCancel is told as well.
  if (ok) pull_();
}

bool StreamCall::Run(Executor& executor, std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    if (ended()) return false;
    if (executor.Run(std::move(task))) return true;
  }
  Finish(OverloadedFault("too many calls are waiting; resume the stream shortly"));
  return false;
}

void StreamCall::OnDone() {
  Done();
  pull_ = nullptr;  // what gives the messages holds the call
  Gone();
}

}  // namespace lectern::rpc
