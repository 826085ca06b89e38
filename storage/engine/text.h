// Debian builds Abseil for C++14, where absl::string_view is a type of its own. The project's type is
// std::string_view; this is the one bridge between the two.
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace lectern {

inline absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view Std(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace lectern
