// Commands of LaTeX that bibliographies use, and what they print.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern::formats {

// The combining character of an accent command such as "'" or "c"; 0 where it is none.
uint32_t AccentOf(std::string_view name);

// What a command prints: a character, or nothing where it only changes how its argument looks. Nothing at all where it
// is not known.
std::optional<std::string_view> TextOfCommand(std::string_view name);

}  // namespace lectern::formats
