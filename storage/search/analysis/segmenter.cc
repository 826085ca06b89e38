#include "storage/search/analysis/segmenter.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "storage/search/analysis/character_classes.h"
#include "unicode/uchar.h"
#include "unicode/utext.h"
#include "unicode/utf8.h"

namespace lectern::search {
namespace {

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool IsWordClass(CharacterClass c) { return c == CharacterClass::kLetter || c == CharacterClass::kDigit; }

bool Joins(CharacterClass joiner, CharacterClass left, CharacterClass right) {
  if (left != right) return false;
  return joiner == CharacterClass::kMidBoth ||
         joiner == (left == CharacterClass::kLetter ? CharacterClass::kMidLetter : CharacterClass::kMidDigit);
}

// The first complex character of `text` from `at` on; text.size() where there is none. Eight ASCII bytes at a time:
// none of those is complex.
size_t FindComplex(const CharacterClasses& classes, std::string_view text, size_t at) {
  while (at < text.size()) {
    uint64_t word = 0;
    if (at + sizeof word <= text.size()) {
      std::memcpy(&word, text.data() + at, sizeof word);
      if ((word & 0x8080808080808080u) == 0) {
        at += sizeof word;
        continue;
      }
    }
    size_t length = 0;
    if (classes.At(text, at, length) == CharacterClass::kComplex) return at;
    at += length;
  }
  return text.size();
}

// Words of text[at, end), which holds no complex character and borders on white space or on the text's ends.
void SplitSimple(const CharacterClasses& classes, std::string_view text, size_t at, size_t end, SegmentSink sink) {
  size_t length = 0;
  while (at < end) {
    CharacterClass last = classes.At(text, at, length);
    if (!IsWordClass(last)) {
      at += length;
      continue;
    }
    Segment segment{.begin = at, .end = 0, .plain = true};
    for (at += length; at < end; at += length) {
      const CharacterClass next = classes.At(text, at, length);
      if (IsWordClass(next)) {
        last = next;
        continue;
      }
      if (next == CharacterClass::kSeparator || at + length >= end) break;
      size_t behind_length = 0;
      if (!Joins(next, last, classes.At(text, at + length, behind_length))) break;
      length += behind_length;
      segment.plain = false;
    }
    segment.end = at;
    sink(segment);
  }
}

// What joins words in code but not in prose. ICU's rules count "@" as a letter.
bool IsConnector(UChar32 c) { return c == '@' || u_getIntPropertyValue(c, UCHAR_WORD_BREAK) == U_WB_EXTENDNUMLET; }

// A joiner, which joins nothing at the edge of a part.
bool IsJoiner(UChar32 c) {
  const int32_t property = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  return property == U_WB_MIDLETTER || property == U_WB_MIDNUMLET || property == U_WB_SINGLE_QUOTE;
}

// Gives what lies between the connectors of ICU's word [begin, end).
void PartAtConnectors(std::string_view text, size_t begin, size_t end, SegmentSink sink) {
  size_t first = begin;   // of the part, behind joiners
  size_t behind = begin;  // the part's last character that is no joiner
  for (auto at = static_cast<int32_t>(begin); at < static_cast<int32_t>(end);) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, static_cast<int32_t>(end), c);
    const bool connector = IsConnector(c);
    if (connector && behind > first) sink({.begin = first, .end = behind, .plain = false});
    if (connector || (IsJoiner(c) && behind <= first)) first = behind = static_cast<size_t>(at);
    if (!connector && !IsJoiner(c)) behind = static_cast<size_t>(at);
  }
  if (behind > first) sink({.begin = first, .end = behind, .plain = false});
}

}  // namespace

Segmenter::Segmenter() = default;
Segmenter::~Segmenter() = default;

void Segmenter::Split(std::string_view text, SegmentSink sink) {
  const CharacterClasses& classes = CharacterClasses::Get();
  size_t at = 0;
  for (size_t complex = FindComplex(classes, text, 0); complex < text.size();) {
    // White space is a boundary whatever stands around it, so ICU gets whole stretches between two of it.
    size_t begin = complex;
    while (begin > at && !IsSpace(text[begin - 1])) --begin;
    SplitSimple(classes, text, at, begin, sink);
    // Stretches that follow at once go with it: a text in Arabic is one call.
    size_t next_begin = begin;
    do {
      at = complex;
      while (at < text.size() && !IsSpace(text[at])) ++at;
      complex = FindComplex(classes, text, at);
      next_begin = complex;
      while (next_begin > at && !IsSpace(text[next_begin - 1])) --next_begin;
    } while (complex < text.size() && next_begin <= at + 1);
    SplitByIcu(text.substr(begin, at - begin), begin, sink);
  }
  SplitSimple(classes, text, at, text.size(), sink);
}

void Segmenter::SplitByIcu(std::string_view text, SegmentSink sink) { SplitByIcu(text, 0, sink); }

void Segmenter::SplitByIcu(std::string_view text, size_t offset, SegmentSink sink) {
  UErrorCode error = U_ZERO_ERROR;
  if (!breaks_) breaks_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  if (U_FAILURE(error)) std::abort();  // ICU without its data
  UText bytes = UTEXT_INITIALIZER;
  utext_openUTF8(&bytes, text.data(), static_cast<int64_t>(text.size()), &error);
  breaks_->setText(&bytes, error);
  if (U_FAILURE(error)) std::abort();  // out of memory
  int32_t begin = breaks_->first();
  for (int32_t end = breaks_->next(); end != icu::BreakIterator::DONE; begin = end, end = breaks_->next()) {
    if (breaks_->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
    PartAtConnectors(text, static_cast<size_t>(begin), static_cast<size_t>(end), [&](const Segment& part) {
      sink({.begin = part.begin + offset, .end = part.end + offset, .plain = false});
    });
  }
  utext_close(&bytes);
}

}  // namespace lectern::search
