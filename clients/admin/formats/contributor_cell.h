// A contributor as an item of a list. The form is in CELLS.md.
#pragma once

#include <string_view>

#include "lectern/v1/entry.pb.h"

namespace lectern::formats {

// Reads `Family, Given (role)` or `A literal name (role)`, still escaped.
v1::Contributor ReadContributor(std::string_view item);

}  // namespace lectern::formats
