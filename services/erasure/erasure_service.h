// ErasureService of the contract, and the erasure of what was deleted long ago.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/editing/edit_session.h"
#include "services/erasure/erasure_plan.h"
#include "services/operations/jobs.h"
#include "services/rpc/method_table.h"

namespace lectern::erasure {

// Adds the methods of ErasureService over the kinds that `rules` are for. `backend` and `jobs` outlive their calls.
void AddErasureMethods(const aip::Backend& backend, operations::Jobs& jobs,
                       std::vector<const editing::ResourceRules*> rules, CheckElsewhere check_elsewhere,
                       rpc::MethodTable& methods);

}  // namespace lectern::erasure
