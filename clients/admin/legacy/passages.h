#pragma once
// The paragraphs of an annotation.

#include <string_view>
#include <vector>

#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// Longest text of one passage, in bytes; a longer paragraph becomes several.
inline constexpr size_t kLongestPassage = 65536;

// Reads paragraphs in order: label and heading are taken off, the text stays byte for byte but for white space around
// it. A line in capitals alone heads the paragraph behind it.
std::vector<v1::Passage> ReadPassages(const std::vector<std::string_view>& paragraphs);

}  // namespace lectern::legacy
