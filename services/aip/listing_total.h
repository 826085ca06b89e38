// How many records a listing has.
#pragma once

#include <cstdint>

#include "services/aip/read_methods.h"

namespace lectern::aip {

// The number of records that the caller's listing has at `snapshot`, exactly: by counters, or for a filter that no
// index answers by asking record for record; -1 where that would be more than kCountBudget. What CallBase::StillWanted
// says.
absl::StatusOr<int32_t> TotalOf(const Backend& backend, const rpc::CallBase& call, const Listing& listing,
                                const storage::Snapshot& snapshot);

}  // namespace lectern::aip
