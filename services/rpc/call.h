// One RPC in flight.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/codegen/server_callback.h"
#include "grpcpp/server_context.h"
#include "services/auth/principal.h"
#include "storage/engine/batch.h"

namespace lectern::rpc {

class Call;
using CallPtr = std::shared_ptr<Call>;

// What is known of a call when it has ended; no request, no resource, no address.
struct CallRecord {
  std::string_view method;
  std::string call_id;
  std::string principal;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  absl::Status status;
  absl::Duration duration;
};
using CallObserver = std::function<void(const CallRecord&)>;

// Handlers hold it as CallPtr for as long as they work on it, and end it by Finish exactly once, from any thread.
class Call final : public grpc::ServerUnaryReactor {
 public:
  // No call may take longer, whatever the caller's deadline.
  static constexpr absl::Duration kMaxDuration = absl::Seconds(30);

  // The call keeps itself until gRPC is done with it. `method` and `observer` outlive it.
  static CallPtr Start(std::string_view method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response,
                       const CallObserver& observer);

  std::string_view method() const { return method_; }
  const std::string& id() const { return id_; }
  absl::Time deadline() const { return deadline_; }
  const auth::Principal& principal() const { return principal_; }
  void set_principal(auth::Principal principal) { principal_ = std::move(principal); }
  storage::Audience audience() const { return auth::AudienceOf(principal_.role); }

  // OK while somebody still waits for the answer: DEADLINE_EXCEEDED (DEADLINE_PASSED), CANCELLED (CALL_CANCELLED).
  absl::Status StillWanted() const;

  void Finish(const absl::Status& error);
  // `revision` is the catalogue's revision that the answer shows; it goes out as the trailer `lectern-revision`.
  void Finish(grpc::ByteBuffer answer, storage::Revision revision);
  void Finish(const google::protobuf::Message& answer, storage::Revision revision);

 private:
  Call(std::string_view method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response,
       const CallObserver& observer);
  void OnDone() override;
  void OnCancel() override { cancelled_.store(true, std::memory_order_release); }
  void End(const absl::Status& status);

  const std::string_view method_;
  grpc::CallbackServerContext* const context_;
  grpc::ByteBuffer* const response_;
  const CallObserver& observer_;
  const absl::Time start_;
  const absl::Time deadline_;
  const std::string id_;
  auth::Principal principal_;
  std::atomic<bool> cancelled_{false};
  CallPtr self_;
};

}  // namespace lectern::rpc
