// Places on a page: strings over 0-9A-Za-z that sort by their bytes.
#pragma once

#include <string>
#include <string_view>

namespace lectern::entries {

// A rank behind `last` (empty: of the first entry), with room for others between the two.
std::string RankAfter(std::string_view last);

}  // namespace lectern::entries
