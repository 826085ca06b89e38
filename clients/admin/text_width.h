// Text for a terminal: how wide it is, how to cut and break it, and how to keep it from being obeyed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::admin {

// `text` as one line that no terminal obeys: white space of any kind becomes one space each, other control characters
// (escape sequences begin with one), direction overrides and broken UTF-8 become U+FFFD.
std::string Printable(std::string_view text);

// Columns that `text` takes: 2 for wide characters, 0 for combining ones, 1 for a broken byte.
size_t DisplayWidth(std::string_view text);

// `text` cut to at most `columns`, with an ellipsis where something was cut. `columns` >= 1.
std::string Fit(std::string_view text, size_t columns);

// `text` in lines of at most `columns`, broken at spaces where there are any. 0 columns: one line. Never empty.
std::vector<std::string> Wrap(std::string_view text, size_t columns);

// The same as parts of `text` itself; a space that a line was broken at is in none of them.
std::vector<std::string_view> WrapParts(std::string_view text, size_t columns);

// How much `bytes` are, in the unit that fits. Example: "1.5 MiB".
std::string SizeText(int64_t bytes);

// True where `text` is well-formed UTF-8.
bool IsUtf8(std::string_view text);

// `text` with broken UTF-8 replaced by U+FFFD, otherwise untouched.
std::string AsUtf8(std::string_view text);

}  // namespace lectern::admin
