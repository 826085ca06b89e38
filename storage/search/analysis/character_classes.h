// How characters behave at word boundaries, for those whose behaviour depends on their neighbours alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lectern::search {

enum class CharacterClass : uint8_t {
  kSeparator,  // ends a word
  kLetter,
  kDigit,
  kMidLetter,  // joins two letters
  kMidDigit,   // joins two digits
  kMidBoth,    // joins two letters, or two digits
  kComplex,    // needs ICU: marks, other scripts, ill-formed bytes
};

// Immutable; built once from ICU's properties and from what its rules make of each joiner.
class CharacterClasses {
 public:
  static const CharacterClasses& Get();

  CharacterClass OfAscii(uint8_t c) const { return low_[c]; }

  // The class of the character at text[at] and its length in bytes, 1 where it is ill-formed.
  CharacterClass At(std::string_view text, size_t at, size_t& length) const {
    const auto first = static_cast<uint8_t>(text[at]);
    if (first < 0x80) {
      length = 1;
      return low_[first];
    }
    return BeyondAscii(text, at, length);
  }

 private:
  static constexpr size_t kLowEnd = 0x600;             // Latin, Greek, Cyrillic, Armenian; Hebrew counts as complex
  static constexpr size_t kPunctuationBegin = 0x2000;  // dashes, quotation marks, dots
  static constexpr size_t kPunctuationEnd = 0x2070;

  CharacterClasses();
  CharacterClass BeyondAscii(std::string_view text, size_t at, size_t& length) const;

  std::array<CharacterClass, kLowEnd> low_;
  std::array<CharacterClass, kPunctuationEnd - kPunctuationBegin> punctuation_;
};

}  // namespace lectern::search
