// Strings inside a longer key, so that comparing keys byte by byte compares their strings in order.
#pragma once

#include <string>
#include <string_view>

namespace lectern::storage {

// Appends `text` and its end mark: 0x00 becomes 0x00 0xff, the end is 0x00 0x01. DO NOT CHANGE: on disk.
void AppendOrdered(std::string& out, std::string_view text);

// Takes one string off the front of `in`. False, with `in` unchanged, where no well-formed one begins there.
bool ConsumeOrdered(std::string_view& in, std::string& text);

}  // namespace lectern::storage
