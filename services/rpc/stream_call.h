// One RPC in flight whose answer is a stream of messages.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "services/rpc/call.h"
#include "services/rpc/executor.h"

namespace lectern::rpc {

class StreamCall;
using StreamCallPtr = std::shared_ptr<StreamCall>;

// A call whose messages are pulled: its source is asked for the next one when gRPC has taken the one before, so that a
// stream holds one message in memory and no more. It has no limit of time but the caller's deadline. Thread-safe.
class StreamCall final : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public CallBase {
  struct Private {};  // only Start makes calls

 public:
  // Asks for the next message. Runs on a thread of gRPC: must not block. It is answered by one Send or Finish, at once
  // or later, from any thread; until then it is not called again.
  using Pull = std::function<void()>;

  // The call keeps itself until gRPC is done with it; `ended` is called then. `method` outlives it.
  static StreamCallPtr Start(const MethodInfo& method, grpc::CallbackServerContext* context);
  StreamCall(Private, const MethodInfo& method, grpc::CallbackServerContext* context)
      : CallBase(method, *context, absl::InfiniteDuration()), context_(context) {}

  // Sets what gives the messages, and asks it for the first. Once.
  void Serve(Pull pull);
  // Hands a message to gRPC. `position` is where the caller resumes once it has the message: a revision up to which it
  // knows everything. Nothing where the stream has ended.
  void Send(grpc::ByteBuffer message, storage::Revision position);
  // Ends the stream. Only the first end counts: the caller's, the server's or the source's.
  void Finish(const absl::Status& status);

  // False once it has ended: nothing need be found out for it any more.
  bool Open() const;
  // Queues `task` if the stream is open; false where it is not. Ends it (OVERLOADED) where the executor is full. The
  // server waits for open streams before it takes the executor down, so this is how other threads than gRPC's reach it.
  bool Run(Executor& executor, std::function<void()> task);

  // For who watches over all streams (open_streams.h):
  // Ends with UNAVAILABLE (SHUTTING_DOWN).
  void EndForShutdown();
  // Ends with RESOURCE_EXHAUSTED (SLOW_CONSUMER) where the message in flight was handed to gRPC before `since`; cuts
  // the connection's stream where it ended before `since` and its caller takes not even that.
  void EndIfStalled(absl::Time since);
  // Ends where `check` no longer lets the call be.
  void Recheck(const std::function<absl::Status(const grpc::CallbackServerContext&)>& check);
  // Lets the caller have no more of it, also of what is on its way.
  void Cut();
  // Called when gRPC is done with the call, after which neither it nor its context is touched.
  void set_on_done(std::function<void(StreamCall*)> on_done) { on_done_ = std::move(on_done); }

 private:
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  // Ends as Finish does, with what `status_at` gives for the place reached: metadata "revision" of the errors that a
  // caller resumes after, "" where nothing was sent.
  void FinishAt(const std::function<absl::Status(const std::string& position)>& status_at);

  grpc::CallbackServerContext* const context_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  grpc::ByteBuffer message_;
  std::optional<absl::Time> writing_since_;
  std::optional<absl::Time> ended_at_;
  std::optional<storage::Revision> position_;
  bool done_ = false;
  StreamCallPtr self_;

  Pull pull_;  // set before the first message, dropped when gRPC is done
  std::function<void(StreamCall*)> on_done_;
};

}  // namespace lectern::rpc
