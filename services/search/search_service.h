// SearchService of the contract, and what of AdminService is about the index.
#pragma once

#include "services/aip/backend.h"
#include "services/operations/jobs.h"
#include "services/rpc/method_table.h"
#include "storage/search/upkeep/index_keeper.h"

namespace lectern::searching {

// Adds the methods of SearchService. `backend` and `keeper` outlive their calls.
void AddSearchMethods(const aip::Backend& backend, search::IndexKeeper& keeper, rpc::MethodTable& methods);

// The type of jobs that RebuildIndex begins; and that method. `jobs` knows the type.
operations::JobType RebuildJob(search::IndexKeeper& keeper);
void AddRebuildMethod(const aip::Backend& backend, operations::Jobs& jobs, rpc::MethodTable& methods);

}  // namespace lectern::searching
