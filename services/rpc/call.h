// RPCs in flight: what all of them have, and those with one answer. Streams are in open_stream.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/auth/principal.h"
#include "services/rpc/answer_cache.h"
#include "storage/engine/batch.h"

namespace lectern::rpc {

// What is known of a call when it has ended; no request, no resource, no address. Valid while it is being observed.
struct CallRecord {
  std::string_view method;
  uint64_t number = 0;  // CallId() makes a text of it
  std::string_view principal;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  const absl::Status& status;
  absl::Duration duration;
};
using CallObserver = std::function<void(const CallRecord&)>;

// A call's number as the log and INTERNAL errors have it: 16 hexadecimal digits.
std::string CallId(uint64_t number);

// A method of the contract as the pipeline knows it.
struct MethodInfo {
  std::string name;  // "lectern.v1.EntryService/GetEntry"
  v1::Role least_role = v1::ROLE_UNSPECIFIED;
  CallObserver observer;  // hears of every call once, when it ends
};

class CallBase {
 public:
  CallBase(const CallBase&) = delete;
  CallBase& operator=(const CallBase&) = delete;

  const MethodInfo& method_info() const { return method_; }
  std::string_view method() const { return method_.name; }
  std::string id() const { return CallId(number_); }
  absl::Time start() const { return start_; }
  absl::Time deadline() const { return deadline_; }
  const auth::Principal& principal() const { return principal_; }
  void set_principal(auth::Principal principal) { principal_ = std::move(principal); }
  // What the caller states as `lectern-min-revision`; 0 where it states none. The store has it; what follows the store
  // may not.
  storage::Revision min_revision() const { return min_revision_; }
  void set_min_revision(storage::Revision revision) { min_revision_ = revision; }
  storage::Audience audience() const { return auth::AudienceOf(principal_.role); }

  // OK while somebody still waits for the answer: DEADLINE_EXCEEDED (DEADLINE_PASSED), CANCELLED (CALL_CANCELLED).
  absl::Status StillWanted() const;

 protected:
  // `most`: what the call may take, whatever the caller's deadline. `method` outlives the call.
  CallBase(const MethodInfo& method, const grpc::CallbackServerContext& context, absl::Duration most);
  // What begins now within `stream`, in its principal's name, and may take `most` of its time.
  CallBase(const CallBase& stream, absl::Duration most);
  ~CallBase() = default;

  void set_cancelled() { cancelled_.store(true, std::memory_order_release); }
  // Tells the observer that the call ends, and gives what goes over the wire.
  grpc::Status Ended(const absl::Status& status) const;

 private:
  const MethodInfo& method_;
  const uint64_t number_;
  const absl::Time start_;
  const absl::Time deadline_;
  auth::Principal principal_;
  storage::Revision min_revision_ = 0;
  std::atomic<bool> cancelled_{false};
};

// What is asked once and answered once: a call with one answer, or one message of an exchange (exchange_call.h). What
// takes a TurnPtr serves both. Handlers hold it for as long as they work on it, and end it by Finish exactly once, from
// any thread.
class Turn : public CallBase {
 public:
  virtual void Finish(const absl::Status& error) = 0;
  // `revision` is the catalogue's revision that the answer shows.
  virtual void Finish(grpc::ByteBuffer answer, storage::Revision revision) = 0;
  virtual void Finish(const google::protobuf::Message& answer, storage::Revision revision) = 0;

 protected:
  using CallBase::CallBase;
  ~Turn() = default;
};
using TurnPtr = std::shared_ptr<Turn>;

class Call;
using CallPtr = std::shared_ptr<Call>;

// A call with one answer. The class is final so that who holds a CallPtr calls it without a look into a table.
class Call final : public grpc::ServerUnaryReactor, public Turn {
  struct Private {};  // only Start makes calls

 public:
  // No call may take longer, whatever the caller's deadline.
  static constexpr absl::Duration kMaxDuration = absl::Seconds(30);

  // The call keeps itself until gRPC is done with it. `method` outlives it.
  static CallPtr Start(const MethodInfo& method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response);
  Call(Private, const MethodInfo& method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response)
      : Turn(method, *context, kMaxDuration), context_(context), response_(response) {}

  void Finish(const absl::Status& error) override;
  // The revision goes out as the trailer `lectern-revision`.
  void Finish(grpc::ByteBuffer answer, storage::Revision revision) override;
  void Finish(const google::protobuf::Message& answer, storage::Revision revision) override;

  // The answer, if there is one, is kept in `cache` for `question`. `cache` outlives the call.
  void KeepAnswer(AnswerCache& cache, AnswerCache::Question question) {
    cache_ = &cache;
    question_ = std::move(question);
  }

 private:
  void OnDone() override { self_.reset(); }
  void OnCancel() override { set_cancelled(); }
  // Both reactions are trivial, so gRPC need not wake another thread for them, which costs more than many an answer.
  bool InternalInlineable() override { return true; }

  grpc::CallbackServerContext* const context_;
  grpc::ByteBuffer* const response_;
  AnswerCache* cache_ = nullptr;
  AnswerCache::Question question_;
  CallPtr self_;
};

}  // namespace lectern::rpc
