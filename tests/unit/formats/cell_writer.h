// Writes an entry as a row, by CELLS.md alone: what the round trips of tables are tested against.
#pragma once

#include <string>
#include <vector>

#include "lectern/v1/entry.pb.h"

namespace lectern::formats {

// Header and row of `entry` with every column, parted by `separator`.
std::string TableOf(const v1::Entry& entry, char separator);

}  // namespace lectern::formats
