// TaxonomyService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/editing/edit_session.h"
#include "services/rpc/method_table.h"

namespace lectern::taxonomy {

const editing::ResourceRules& TopicRules();
const editing::ResourceRules& ThemeRules();

// Adds the methods of TaxonomyService. `backend` outlives their calls.
void AddTaxonomyMethods(const aip::Backend& backend, rpc::MethodTable& methods);

}  // namespace lectern::taxonomy
