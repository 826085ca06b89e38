// CountryService of the contract.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/editing/collection.h"
#include "services/rpc/method_table.h"

namespace lectern::countries {

// Adds the methods of CountryService. `backend` outlives their calls.
void AddCountryMethods(const aip::Backend& backend, rpc::MethodTable& methods);

// The kinds whose methods those are.
std::vector<const editing::Collection*> CountryCollections();

}  // namespace lectern::countries
