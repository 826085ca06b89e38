// EntryService of the contract.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/editing/collection.h"
#include "services/rpc/method_table.h"

namespace lectern::entries {

// Adds the methods of EntryService. `backend` outlives their calls.
void AddEntryMethods(const aip::Backend& backend, rpc::MethodTable& methods);

// The kinds whose methods those are.
std::vector<const editing::Collection*> EntryCollections();

}  // namespace lectern::entries
