// One RPC in flight whose answer is a stream of messages.
#pragma once

#include <functional>
#include <memory>

#include "services/rpc/executor.h"
#include "services/rpc/open_stream.h"

namespace lectern::rpc {

class StreamCall;
using StreamCallPtr = std::shared_ptr<StreamCall>;

// A call whose messages are pulled: its source is asked for the next one when gRPC has taken the one before, so that a
// stream holds one message in memory and no more. Thread-safe.
class StreamCall final : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public OpenStream {
  struct Private {};  // only Start makes calls

 public:
  // Asks for the next message. Runs on a thread of gRPC: must not block. It is answered by one Send or Finish, at once
  // or later, from any thread; until then it is not called again.
  using Pull = std::function<void()>;

  // The call keeps itself until gRPC is done with it. `method` outlives it.
  static StreamCallPtr Start(const MethodInfo& method, grpc::CallbackServerContext* context);
  StreamCall(Private, const MethodInfo& method, grpc::CallbackServerContext* context) : OpenStream(method, context) {}

  // Sets what gives the messages, and asks it for the first. Once.
  void Serve(Pull pull);
  // Hands a message to gRPC. `position` is where the caller resumes once it has the message: a revision up to which it
  // knows everything. Nothing where the stream has ended.
  void Send(grpc::ByteBuffer message, storage::Revision position);
  using OpenStream::Finish;

  // Queues `task` if the stream is open; false where it is not. Ends it (OVERLOADED) where the executor is full. The
  // server waits for open streams before it takes the executor down, so this is how other threads than gRPC's reach it.
  bool Run(Executor& executor, std::function<void()> task);

 private:
  void OnWriteDone(bool ok) override;
  void OnCancel() override { EndCancelled(); }
  void OnDone() override;
  void WriteByGrpc(const grpc::ByteBuffer* message) override { StartWrite(message); }
  void FinishByGrpc(grpc::Status status) override { ServerWriteReactor::Finish(std::move(status)); }

  Pull pull_;  // set before the first message, dropped when gRPC is done
};

}  // namespace lectern::rpc
