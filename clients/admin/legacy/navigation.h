#pragma once
// The old site's navigation.

#include <string_view>

namespace lectern::legacy {

// True for a line of the menu that is nothing but its word: "Main Menu", "Street Children", "Back to top". A topic's
// name can be the page's heading as well.
bool IsMenuLine(std::string_view line);

// True for a line that is a menu line where it stands among other menu lines, and can be something else elsewhere:
// "The Commercial Sexual Exploitation of Children", "Resources for Teachers".
bool IsMenuLineAmongOthers(std::string_view line);

}  // namespace lectern::legacy
