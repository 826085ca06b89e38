#include "services/rpc/call.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/rpc/status.h"
#include "services/rpc/wire.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

// To find a call's lines in the log: unlikely to come twice, no secret.
std::string NewCallId() {
  thread_local std::mt19937_64 random(std::random_device{}());
  return absl::StrFormat("%016x", random());
}

}  // namespace

CallPtr Call::Start(std::string_view method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response,
                    const CallObserver& observer) {
  CallPtr call(new Call(method, context, response, observer));
  call->self_ = call;
  return call;
}

Call::Call(std::string_view method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response,
           const CallObserver& observer)
    : method_(method),
      context_(context),
      response_(response),
      observer_(observer),
      start_(absl::Now()),
      deadline_(std::min(absl::FromChrono(context->deadline()), start_ + kMaxDuration)),
      id_(NewCallId()) {}

absl::Status Call::StillWanted() const {
  if (cancelled_.load(std::memory_order_acquire))
    return Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALL_CANCELLED, "the caller went away");
  if (absl::Now() >= deadline_)
    return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
                 "the call's time was over before its answer was ready");
  return absl::OkStatus();
}

void Call::Finish(const absl::Status& error) { End(error); }

void Call::Finish(grpc::ByteBuffer answer, storage::Revision revision) {
  response_->Swap(&answer);
  context_->AddTrailingMetadata("lectern-revision", absl::StrCat(revision));
  End(absl::OkStatus());
}

void Call::Finish(const google::protobuf::Message& answer, storage::Revision revision) {
  ByteChain bytes;
  bytes.Append(answer.SerializeAsString());
  Finish(bytes.Take(), revision);
}

void Call::End(const absl::Status& status) {
  observer_({method_, id_, principal_.id, principal_.role, status, absl::Now() - start_});
  grpc::ServerUnaryReactor::Finish(ToWire(status, id_));
}

void Call::OnDone() { self_.reset(); }

}  // namespace lectern::rpc
