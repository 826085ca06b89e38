// One RPC in flight whose caller sends a stream of messages, each of which is answered by one.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "services/rpc/open_stream.h"

namespace lectern::rpc {

// Carries a message of an exchange out. Runs on a thread of gRPC: it must not block. It ends `turn` by one Finish, at
// once or later, from any thread; `request` stays in place until it returns. It is called with one message after the
// other, also while those before wait for their answers.
using ExchangeHandler = std::function<void(TurnPtr turn, const grpc::ByteBuffer& request)>;

// What a method that is an exchange is made of.
struct ExchangeMethod {
  ExchangeHandler handler;  // every call has a copy of its own: what it captures by value is that call's
  // Messages that are read and whose answers gRPC has not taken. The next one is read when there are fewer.
  size_t most_in_hand = 0;
};

class ExchangeCall;
using ExchangeCallPtr = std::shared_ptr<ExchangeCall>;

// Answers go out in the order of the messages. The first error ends the call, once the answers before it are sent; a
// caller who sends no more has the call end with OK after the last answer. The call ends with DEADLINE_EXCEEDED
// (DEADLINE_PASSED) where a message is not answered in time, or the caller sends none for too long. It may end while
// handlers are still at work: their turns are then no longer wanted, what they answer is dropped, and the call is open
// until they have let go of the turns, so that who waits for the open calls waits for all work. Thread-safe.
class ExchangeCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                           public OpenStream,
                           public std::enable_shared_from_this<ExchangeCall> {
  struct Private {};  // only Start makes calls

 public:
  // The call keeps itself until gRPC is done with it. `method` outlives it. `patience`: what a handler has for a
  // message.
  static ExchangeCallPtr Start(const MethodInfo& method, grpc::CallbackServerContext* context, absl::Duration patience);
  ExchangeCall(Private, const MethodInfo& method, grpc::CallbackServerContext* context, absl::Duration patience)
      : OpenStream(method, context), patience_(patience) {}

  // Sets who handles the messages, and begins to read. Once.
  void Serve(const ExchangeMethod& exchange);
  using OpenStream::Finish;

 private:
  class Message;
  struct Answer {
    grpc::ByteBuffer message;
    storage::Revision revision = 0;
  };
  struct InHand {
    Message* message = nullptr;  // null once its handler has let go of it
    std::optional<absl::StatusOr<Answer>> answer;
  };

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override { EndCancelled(); }
  void OnDone() override;
  void WriteByGrpc(const grpc::ByteBuffer* message) override { StartWrite(message); }
  void FinishByGrpc(grpc::Status status) override { ServerBidiReactor::Finish(std::move(status)); }
  absl::Status Overdue(absl::Time now, const StreamLimits& limits) const override;
  void OnEnd() override;

  // From a message: its answer, and that its handler has let go of it. Only the first answer counts.
  void Answered(const Message& message, absl::StatusOr<Answer> answer);
  void LetGo(const Message& message);
  // One holder less.
  void Release();

  // With mutex_ held:
  InHand* Find(const Message& message);
  // Reads the next message if there is room for it.
  void Listen();
  // Sends the next answer if it is there. What to end the call with, if it is time.
  std::optional<absl::Status> Advance();

  const absl::Duration patience_;
  ExchangeHandler handler_;    // set before the first message, dropped when gRPC is done
  size_t most_in_hand_ = 0;    // the same
  grpc::ByteBuffer incoming_;  // gRPC's while it reads, then the handler's

  // Guarded by mutex_:
  std::deque<InHand> in_hand_;  // oldest first; the first one's answer may be on its way
  bool reading_ = false;        // until the handler has returned
  bool closed_ = false;         // the caller sends no more
  bool failed_ = false;         // an error is among the answers
  size_t holders_ = 1;          // gRPC, and the messages that handlers hold
  absl::Time quiet_since_;      // when the caller could send, and had all its answers
};

}  // namespace lectern::rpc
