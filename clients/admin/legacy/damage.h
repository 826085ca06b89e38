#pragma once
// Damage that old word processors and conversions left in a text. It is reported with a proposal and never repaired.

#include <string>
#include <string_view>
#include <vector>

namespace lectern::legacy {

// One sentence for each kind of damage in `text`, with the words and the proposed repair; at most 8.
std::vector<std::string> FindDamage(std::string_view text);

}  // namespace lectern::legacy
