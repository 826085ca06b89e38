// The form of a text that listings sort by.
#pragma once

#include <string>
#include <string_view>

namespace lectern::storage {

// Case folded and normalised (NFKC_Casefold), so that "ECPAT" and "Ecpat" stand together. At most 256 bytes, cut at a
// character's boundary. Stored in index keys: raise the version of the indexes that use it when it changes.
std::string SortText(std::string_view text);

}  // namespace lectern::storage
