#include "storage/search/analysis/character_classes.h"

#include <cstdlib>
#include <memory>

#include "unicode/brkiter.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"
#include "unicode/utf8.h"

namespace lectern::search {
namespace {

// Whether `c` between two of `neighbour` leaves one word. Asked of ICU's rules, since they differ from the properties
// here and there (a colon joins nothing).
bool Joins(icu::BreakIterator& breaks, UChar32 neighbour, UChar32 c) {
  const icu::UnicodeString text = icu::UnicodeString().append(neighbour).append(c).append(neighbour);
  breaks.setText(text);
  breaks.first();
  return breaks.next() == text.length();
}

CharacterClass ClassOf(icu::BreakIterator& breaks, UChar32 c) {
  if (c == '@') return CharacterClass::kSeparator;  // a letter to ICU; parts words by our own rule
  switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
      return CharacterClass::kLetter;
    case U_WB_NUMERIC:
      return CharacterClass::kDigit;
    case U_WB_MIDLETTER:
    case U_WB_MIDNUM:
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE: {
      const bool letters = Joins(breaks, u'a', c);
      const bool digits = Joins(breaks, u'1', c);
      if (letters && digits) return CharacterClass::kMidBoth;
      if (letters) return CharacterClass::kMidLetter;
      return digits ? CharacterClass::kMidDigit : CharacterClass::kSeparator;
    }
    case U_WB_OTHER:
    case U_WB_CR:
    case U_WB_LF:
    case U_WB_NEWLINE:
    case U_WB_WSEGSPACE:
    case U_WB_DOUBLE_QUOTE:  // joins Hebrew letters alone
    case U_WB_EXTENDNUMLET:  // parts words by our own rule
      return CharacterClass::kSeparator;
    default:
      return CharacterClass::kComplex;
  }
}

}  // namespace

const CharacterClasses& CharacterClasses::Get() {
  static const CharacterClasses classes;
  return classes;
}

CharacterClasses::CharacterClasses() {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error)) std::abort();  // ICU without its data
  for (size_t c = 0; c < low_.size(); ++c) low_[c] = ClassOf(*breaks, static_cast<UChar32>(c));
  for (size_t i = 0; i < punctuation_.size(); ++i)
    punctuation_[i] = ClassOf(*breaks, static_cast<UChar32>(kPunctuationBegin + i));
}

CharacterClass CharacterClasses::BeyondAscii(std::string_view text, size_t at, size_t& length) const {
  auto next = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(text.data(), next, static_cast<int32_t>(text.size()), c);
  length = static_cast<size_t>(next) - at;
  if (c < 0) return CharacterClass::kComplex;
  const auto point = static_cast<size_t>(c);
  if (point < kLowEnd) return low_[point];
  if (point >= kPunctuationBegin && point < kPunctuationEnd) return punctuation_[point - kPunctuationBegin];
  return CharacterClass::kComplex;
}

}  // namespace lectern::search
