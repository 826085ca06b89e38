// AdminService of the contract.
#pragma once

#include "services/aip/backend.h"
#include "services/auth/key_ring.h"
#include "services/operations/jobs.h"
#include "services/rpc/method_table.h"
#include "storage/search/upkeep/index_keeper.h"

namespace lectern::admin {

// Version of the server, as GetStatus says it.
inline constexpr const char* kVersion = LECTERN_VERSION;

// Keys end after this long where nothing else is said, and after a year at the latest.
inline constexpr absl::Duration kDefaultKeyLife = absl::Hours(24 * 90);
inline constexpr absl::Duration kMaxKeyLife = absl::Hours(24 * 366);

// Adds the methods of AdminService, but for RebuildIndex. `backend`, `keys`, `jobs`, which knows
// operations::CompactionJob, and `keeper` outlive their calls.
void AddAdminMethods(const aip::Backend& backend, auth::KeyRing& keys, operations::Jobs& jobs,
                     search::IndexKeeper& keeper, rpc::MethodTable& methods);

}  // namespace lectern::admin
