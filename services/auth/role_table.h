// The least role that each RPC asks for. What is not in the table is denied.
#pragma once

#include <string_view>

#include "lectern/v1/admin_service.pb.h"

namespace lectern::auth {

// Least role for a method such as "lectern.v1.EntryService/GetEntry"; ROLE_UNSPECIFIED (nobody) where it has no line.
v1::Role LeastRole(std::string_view method);

}  // namespace lectern::auth
