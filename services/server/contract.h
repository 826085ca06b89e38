// What the server serves: every service of the contract, with the methods and rules behind it.
#pragma once

#include <vector>

#include "google/protobuf/descriptor.h"
#include "services/aip/backend.h"
#include "services/auth/key_ring.h"
#include "services/editing/edit_session.h"
#include "services/operations/jobs.h"
#include "services/rpc/method_table.h"
#include "storage/search/upkeep/index_keeper.h"

namespace lectern::server {

// Every service of the contract, and the standard one of its operations.
std::vector<const google::protobuf::ServiceDescriptor*> ContractServices();

// The rules of every kind of the catalogue.
std::vector<const editing::ResourceRules*> AllRules();

// A handler for each method of ContractServices(). Registers the types of jobs that they begin. All of it outlives the
// calls.
rpc::MethodTable ContractMethods(const aip::Backend& backend, auth::KeyRing& keys, operations::Jobs& jobs,
                                 search::IndexKeeper& keeper);

}  // namespace lectern::server
