// CountryService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/rpc/method_table.h"

namespace lectern::countries {

// Adds the methods of CountryService. `backend` outlives their calls.
void AddCountryMethods(const aip::Backend& backend, rpc::MethodTable& methods);

}  // namespace lectern::countries
