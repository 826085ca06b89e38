#include "services/rpc/call.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "grpc/support/time.h"
#include "services/rpc/status.h"
#include "services/rpc/wire.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

// To find a call's lines in the log: unlikely to come twice, no secret.
uint64_t NewNumber() {
  thread_local std::mt19937_64 random(std::random_device{}());
  return random();
}

// What is left until the caller's deadline; negative where it has passed.
absl::Duration TimeLeft(const grpc::CallbackServerContext& context) {
  const gpr_timespec deadline = context.raw_deadline();
  if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0) return absl::InfiniteDuration();
  const gpr_timespec left = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  return absl::Seconds(left.tv_sec) + absl::Nanoseconds(left.tv_nsec);
}

}  // namespace

std::string CallId(uint64_t number) { return absl::StrFormat("%016x", number); }

CallBase::CallBase(const MethodInfo& method, const grpc::CallbackServerContext& context, absl::Duration most)
    : method_(method),
      number_(NewNumber()),
      start_(absl::Now()),
      deadline_(start_ + std::min(TimeLeft(context), most)) {}

CallBase::CallBase(const CallBase& stream, absl::Duration most)
    : method_(stream.method_),
      number_(stream.number_),
      start_(absl::Now()),
      deadline_(std::min(stream.deadline_, start_ + most)),
      principal_(stream.principal_) {}

absl::Status CallBase::StillWanted() const {
  // First, since gRPC cancels a call whose time is over.
  if (absl::Now() >= deadline_)
    return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
                 "the call's time was over before its answer was ready");
  if (cancelled_.load(std::memory_order_acquire))
    return Fault(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALL_CANCELLED, "the caller went away");
  return absl::OkStatus();
}

grpc::Status CallBase::Ended(const absl::Status& status) const {
  method_.observer({method_.name, number_, principal_.id, principal_.role, status, absl::Now() - start_});
  return status.ok() ? grpc::Status() : ToWire(status, id());
}

CallPtr Call::Start(const MethodInfo& method, grpc::CallbackServerContext* context, grpc::ByteBuffer* response) {
  CallPtr call = std::make_shared<Call>(Private(), method, context, response);
  call->self_ = call;
  return call;
}

void Call::Finish(const absl::Status& error) { grpc::ServerUnaryReactor::Finish(Ended(error)); }

void Call::Finish(grpc::ByteBuffer answer, storage::Revision revision) {
  if (cache_ != nullptr) cache_->Keep(std::move(question_), answer, revision);
  response_->Swap(&answer);
  context_->AddTrailingMetadata("lectern-revision", absl::StrCat(revision));
  grpc::ServerUnaryReactor::Finish(Ended(absl::OkStatus()));
}

void Call::Finish(const google::protobuf::Message& answer, storage::Revision revision) {
  Finish(Serialize(answer), revision);
}

}  // namespace lectern::rpc
