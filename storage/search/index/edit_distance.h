// Which words of a sorted list are a few edits away from a given one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::search {

// Code points of UTF-8; a byte that belongs to none counts as one.
std::u32string CodePoints(std::string_view text);
// The bytes of the first `count` of them.
std::string_view FirstCodePoints(std::string_view text, size_t count);

// Insertions, deletions, replacements and exchanges of neighbours, each part edited once (optimal string alignment).
// Words are fed in sorted order, so that what one shares with the one before it is not computed again.
class EditDistance {
 public:
  EditDistance(std::u32string target, uint32_t most);

  // The distance, or `most` + 1 where it is above `most`.
  uint32_t To(std::u32string_view word);

 private:
  // Row i: distances of the first i code points of the word to all beginnings of the target.
  std::vector<uint32_t>& Row(size_t i);
  bool FillRow(size_t i);  // false: nothing in it is within `most`

  const std::u32string target_;
  const uint32_t most_;
  std::u32string word_;
  std::vector<std::vector<uint32_t>> rows_;
  size_t filled_ = 0;  // rows that hold for word_
  size_t dead_ = 0;    // so many first code points of word_ already are too far; 0: none are
};

}  // namespace lectern::search
