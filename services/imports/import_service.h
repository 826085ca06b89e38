// ImportService.
#pragma once

#include "services/aip/backend.h"
#include "services/imports/chunk_run.h"
#include "services/operations/jobs.h"
#include "services/rpc/method_table.h"

namespace lectern::imports {

// `rules`: of every kind that can be imported. All outlive the table. Registers the jobs of imports.
void AddImportMethods(const aip::Backend& backend, operations::Jobs& jobs, const Rules& rules,
                      rpc::MethodTable& methods);

// staging.cc
void AddStagingMethods(const aip::Backend& backend, rpc::MethodTable& methods);
// list_items.cc
void AddListItems(const aip::Backend& backend, const Rules& rules, rpc::MethodTable& methods);

}  // namespace lectern::imports
