// ExportService of the contract.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/export/export_kinds.h"
#include "services/rpc/method_table.h"

namespace lectern::exports {

// Adds the methods of ExportService. `listed`: every kind that a service lists. `backend` outlives their calls.
void AddExportMethods(const aip::Backend& backend, const std::vector<ListedKind>& listed, rpc::MethodTable& methods);

}  // namespace lectern::exports
