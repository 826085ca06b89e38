// ChangeService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/changes/change_kinds.h"
#include "services/rpc/method_table.h"

namespace lectern::changes {

// Adds the methods of ChangeService. `backend` outlives their calls.
void AddChangeMethods(const aip::Backend& backend, Decorators decorators, rpc::MethodTable& methods);

}  // namespace lectern::changes
