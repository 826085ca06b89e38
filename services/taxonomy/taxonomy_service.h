// TaxonomyService of the contract.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/editing/collection.h"
#include "services/rpc/method_table.h"

namespace lectern::taxonomy {

const editing::ResourceRules& TopicRules();
const editing::ResourceRules& ThemeRules();

// Adds the methods of TaxonomyService. `backend` outlives their calls.
void AddTaxonomyMethods(const aip::Backend& backend, rpc::MethodTable& methods);

// The kinds whose methods those are.
std::vector<const editing::Collection*> TaxonomyCollections();

}  // namespace lectern::taxonomy
