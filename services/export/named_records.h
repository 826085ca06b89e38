// The resources that an export was asked for by name.
#pragma once

#include <optional>
#include <vector>

#include "services/aip/backend.h"
#include "services/export/export_plan.h"

namespace lectern::exports {

// The values of up to `most` names from the one with the number `first` on; nullopt for those that the caller of the
// plan is not to have: what is not there, deleted or, for readers, not published, at `shown` or now. To readers each is
// shown as it is now, as in a listing of an older snapshot.
absl::StatusOr<std::vector<std::optional<storage::Value>>> ReadNamed(const aip::Backend& backend, const Plan& plan,
                                                                     const storage::Snapshot& shown, size_t first,
                                                                     size_t most);

}  // namespace lectern::exports
