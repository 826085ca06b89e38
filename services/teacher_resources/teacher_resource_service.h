// TeacherResourceService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/rpc/method_table.h"

namespace lectern::teacher_resources {

// Adds the methods of TeacherResourceService. `backend` outlives their calls.
void AddTeacherResourceMethods(const aip::Backend& backend, rpc::MethodTable& methods);

}  // namespace lectern::teacher_resources
