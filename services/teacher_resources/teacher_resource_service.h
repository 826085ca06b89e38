// TeacherResourceService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/editing/edit_session.h"
#include "services/rpc/method_table.h"

namespace lectern::teacher_resources {

// Parts are CommonMark without HTML.
const editing::ResourceRules& TeacherResourceRules();

// Adds the methods of TeacherResourceService. `backend` outlives their calls.
void AddTeacherResourceMethods(const aip::Backend& backend, rpc::MethodTable& methods);

}  // namespace lectern::teacher_resources
