// What the services work on.
#pragma once

#include "services/rpc/call.h"
#include "services/rpc/executor.h"
#include "storage/engine/engine.h"
#include "storage/records/index_upkeep.h"

namespace lectern::aip {

struct Backend {
  storage::Engine& engine;
  const storage::StoreIdentity identity;
  const storage::IndexReadiness ready;
  rpc::Executor& executor;

  // Runs `task` on the executor if the call is still wanted; otherwise, and where the executor is full, ends the call.
  void Run(const rpc::TurnPtr& call, std::function<void()> task) const;
};

}  // namespace lectern::aip
