#pragma once
// Places that a byline can name without their country.

#include <string_view>

namespace lectern::legacy {

// True where `segment` is nothing but the name of a capital or of a seat of international bodies, in any case of
// letters, or two of them ("New York and Geneva").
bool IsKnownPlace(std::string_view segment);

}  // namespace lectern::legacy
