#include "services/aip/backend.h"

#include "storage/engine/fault.h"

namespace lectern::aip {

void Backend::Run(const rpc::TurnPtr& call, std::function<void()> task) const {
  const bool queued = executor.Run([call, task = std::move(task)] {
    if (absl::Status wanted = call->StillWanted(); !wanted.ok()) return call->Finish(wanted);
    task();
  });
  if (!queued) call->Finish(OverloadedFault("too many calls are waiting; nothing was done, try again shortly"));
}

}  // namespace lectern::aip
