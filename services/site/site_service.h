// SiteService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/editing/edit_session.h"
#include "services/rpc/method_table.h"

namespace lectern::site {

const editing::ResourceRules& SiteRules();

// Adds the methods of SiteService. `backend` outlives their calls.
void AddSiteMethods(const aip::Backend& backend, rpc::MethodTable& methods);

}  // namespace lectern::site
