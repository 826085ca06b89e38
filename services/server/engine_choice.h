// The one place that names a concrete engine.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "services/server/settings.h"
#include "storage/engine/engine.h"

namespace lectern::server {

// Opens the store that the settings name. Each error is one line that says what to do.
absl::StatusOr<std::unique_ptr<storage::Engine>> OpenEngine(const Settings& settings);

}  // namespace lectern::server
