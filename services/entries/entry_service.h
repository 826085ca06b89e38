// EntryService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/rpc/method_table.h"

namespace lectern::entries {

// Adds the methods of EntryService. `backend` outlives their calls.
void AddEntryMethods(const aip::Backend& backend, rpc::MethodTable& methods);

}  // namespace lectern::entries
