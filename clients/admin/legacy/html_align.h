#pragma once
// Where each character of a decoded piece of HTML text stands in its source.

#include <cstddef>
#include <string_view>
#include <vector>

namespace lectern::legacy {

// From `decoded` on, the decoded text comes from `original` on, side by side up to the next one.
struct AlignedAt {
  size_t decoded = 0;
  size_t original = 0;
};

// `original` is text with character references ("&eacute;"), carriage returns and tags that a parser left out;
// `decoded` is what the parser made of it. The first anchor is {0, 0}, both offsets ascend. Where the two do not go
// together any more, the last anchor holds for the rest: a place is then near the true one, never outside `original`.
std::vector<AlignedAt> Align(std::string_view original, std::string_view decoded);

}  // namespace lectern::legacy
