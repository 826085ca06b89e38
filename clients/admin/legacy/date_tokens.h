#pragma once
// The parts that dates are made of.

#include <cstddef>
#include <string_view>
#include <vector>

namespace lectern::legacy {

// A number, a word or a mark of a text; white space stands between tokens and is none.
struct DateToken {
  enum class Kind { kNumber, kWord, kMark };

  Kind kind = Kind::kMark;
  // Bytes of the text. An ordinal's ending ("1st") belongs to its number.
  size_t begin = 0;
  size_t end = 0;
  // Of a number: its value (0 where it has more than 9 digits) and how many digits it has.
  int value = 0;
  int digits = 0;
  bool ordinal = false;
  // A letter stands right before the number, as in "b5".
  bool glued_to_code = false;
  // Of a word: the month it names, 1 to 12, or 0. Abbreviations count.
  int month = 0;
};

std::vector<DateToken> DateTokens(std::string_view text);

}  // namespace lectern::legacy
