// TeacherResourceService of the contract.
#pragma once

#include <vector>

#include "services/aip/backend.h"
#include "services/editing/collection.h"
#include "services/rpc/method_table.h"

namespace lectern::teacher_resources {

// Parts are CommonMark without HTML.
const editing::ResourceRules& TeacherResourceRules();

// Adds the methods of TeacherResourceService. `backend` outlives their calls.
void AddTeacherResourceMethods(const aip::Backend& backend, rpc::MethodTable& methods);

// The kinds whose methods those are.
std::vector<const editing::Collection*> TeacherResourceCollections();

}  // namespace lectern::teacher_resources
