// The languages that words are stemmed by: all that libstemmer has.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>

namespace lectern::search {

// DO NOT CHANGE the numbers: stems on disk were made under them.
enum class Language : uint8_t {
  kNone = 0,  // not known, or none that can be stemmed: a word's stem is its form
  kArabic = 1,
  kArmenian = 2,
  kBasque = 3,
  kCatalan = 4,
  kDanish = 5,
  kDutch = 6,
  kEnglish = 7,
  kFinnish = 8,
  kFrench = 9,
  kGerman = 10,
  kGreek = 11,
  kHindi = 12,
  kHungarian = 13,
  kIndonesian = 14,
  kIrish = 15,
  kItalian = 16,
  kLithuanian = 17,
  kNepali = 18,
  kNorwegian = 19,
  kPortuguese = 20,
  kRomanian = 21,
  kRussian = 22,
  kSerbian = 23,
  kSpanish = 24,
  kSwedish = 25,
  kTamil = 26,
  kTurkish = 27,
  kYiddish = 28,
};

inline constexpr size_t kLanguageCount = 29;

// Those that a corpus uses, by number; kNone is one of them where some texts have no language.
using LanguageSet = std::bitset<kLanguageCount>;

// The language of a BCP 47 tag, by its primary subtag in any case; three-letter codes count as their two-letter twins.
// Both written standards of Norwegian are Norwegian; Bosnian, Croatian and Montenegrin are stemmed as Serbian, in both
// alphabets. kNone for everything else, the empty tag too. Example: "pt-BR" is kPortuguese.
Language LanguageOf(std::string_view tag);

// What libstemmer calls it; nullptr for kNone.
const char* StemmerName(Language language);

}  // namespace lectern::search
