// One stream in flight: what those with messages in one direction (stream_call.h) and in both (exchange_call.h) share.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "services/rpc/call.h"

namespace lectern::rpc {

struct StreamLimits {
  size_t most_open = 256;
  // How long a caller may leave a message lying, and as long again until its connection's stream is cut; also how long
  // a handler has for a message of a caller's.
  absl::Duration patience = absl::Seconds(30);
  // How long a caller who is to send messages may send none.
  absl::Duration idle = absl::Minutes(5);
};

// A stream sends one message after another, and ends once: by its handler, its caller, or who watches over all streams
// (open_streams.h). It has no limit of time but the caller's deadline. Thread-safe.
class OpenStream : public CallBase {
 public:
  // Ends the stream. Only the first end counts.
  void Finish(const absl::Status& status);
  // False once it has ended: nothing need be found out for it any more.
  bool Open() const;

  // For who watches over all streams:
  // Ends with UNAVAILABLE (SHUTTING_DOWN).
  void EndForShutdown();
  // Ends with RESOURCE_EXHAUSTED (SLOW_CONSUMER) where the message in flight was handed to gRPC longer ago than
  // `limits` allow, and with what Overdue says; cuts the connection's stream where its caller takes not even that.
  void EndIfStalled(absl::Time now, const StreamLimits& limits);
  // Ends where `check` no longer lets the call be.
  void Recheck(const std::function<absl::Status(const grpc::CallbackServerContext&)>& check);
  // Lets the caller have no more of it, also of what is on its way.
  void Cut();
  // Called when gRPC is done with the call and nobody works for it any more.
  void set_on_gone(std::function<void(OpenStream*)> on_gone) { on_gone_ = std::move(on_gone); }

 protected:
  OpenStream(const MethodInfo& method, grpc::CallbackServerContext* context)
      : CallBase(method, *context, absl::InfiniteDuration()), context_(context) {}
  ~OpenStream() = default;

  // `self` is what keeps this stream until Gone.
  void Keep(std::shared_ptr<OpenStream> self) { self_ = std::move(self); }
  // The caller has gone away, or its deadline has come.
  void EndCancelled();
  // gRPC is done with the call: neither it nor its context is touched from now on.
  void Done();
  // Lets go of the stream; the last that is called.
  void Gone();

  // The rest with mutex_ held.
  bool ended() const { return ended_at_.has_value(); }
  bool writing() const { return writing_since_.has_value(); }
  bool cancelled() const { return context_->IsCancelled(); }
  // Hands a message to gRPC, if the stream is open and no other is on its way. `position` is where a caller resumes
  // once it has the message; the last one goes out as the trailer `lectern-revision`.
  void Write(grpc::ByteBuffer message, storage::Revision position);
  // gRPC has taken the message.
  void Written();

  mutable std::mutex mutex_;

 private:
  // The same of gRPC's reactors.
  virtual void WriteByGrpc(const grpc::ByteBuffer* message) = 0;
  virtual void FinishByGrpc(grpc::Status status) = 0;
  // With mutex_ held: why an open stream has waited for too long; that it ends.
  virtual absl::Status Overdue(absl::Time, const StreamLimits&) const { return absl::OkStatus(); }
  virtual void OnEnd() {}

  // Ends as Finish does, with what `status_at` gives for the place reached: metadata "revision" of the errors that a
  // caller resumes after, "" where nothing was sent.
  void FinishAt(const std::function<absl::Status(const std::string& position)>& status_at);

  grpc::CallbackServerContext* const context_;
  // Guarded by mutex_:
  grpc::ByteBuffer message_;
  std::optional<absl::Time> writing_since_;
  std::optional<absl::Time> ended_at_;
  std::optional<storage::Revision> position_;
  bool ended_well_ = false;
  bool done_ = false;

  std::shared_ptr<OpenStream> self_;
  std::function<void(OpenStream*)> on_gone_;
};
using OpenStreamPtr = std::shared_ptr<OpenStream>;

}  // namespace lectern::rpc
