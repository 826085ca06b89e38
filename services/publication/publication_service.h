// PublicationService of the contract.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/editing/edit_session.h"
#include "services/rpc/method_table.h"

namespace lectern::publication {

// Adds the methods of PublicationService over the kinds that `rules` are for: those with a lifecycle. `backend`
// outlives their calls.
void AddPublicationMethods(const aip::Backend& backend, std::vector<const editing::ResourceRules*> rules,
                           rpc::MethodTable& methods);

}  // namespace lectern::publication
