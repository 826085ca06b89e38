#include "services/aip/backend.h"

#include "google/rpc/error_details.pb.h"
#include "storage/engine/fault.h"

namespace lectern::aip {

absl::Status Overloaded() {
  absl::Status status = Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                              "too many calls are waiting; nothing was done, try again shortly");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(200'000'000);
  AddDetail(status, retry);
  return status;
}

void Backend::Run(const rpc::CallPtr& call, std::function<void()> task) const {
  const bool queued = executor.Run([call, task = std::move(task)] {
    if (absl::Status wanted = call->StillWanted(); !wanted.ok()) return call->Finish(wanted);
    task();
  });
  if (!queued) call->Finish(Overloaded());
}

}  // namespace lectern::aip
