// The generated catalogue as a file that lecternctl imports.
#pragma once

#include <cstdint>
#include <filesystem>

namespace lectern::bench {

// A file of JSON Lines below `work`: every country of ISO 3166-1, then entries 0 to `entries` - 1, a line each. One
// that is there is taken if it was completed. Throws std::runtime_error where it cannot be written.
std::filesystem::path PrepareImportFile(const std::filesystem::path& work, uint64_t entries);

}  // namespace lectern::bench
