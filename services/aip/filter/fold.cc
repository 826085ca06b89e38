#include "services/aip/filter/fold.h"

#include <cstdint>
#include <cstring>

#include "unicode/bytestream.h"
#include "unicode/normalizer2.h"

namespace lectern::aip::filter {
namespace {

// A filter may read every text of a catalogue, and nearly all of it is ASCII: eight characters are taken at a time.
constexpr uint64_t Eight(uint64_t byte) { return byte * 0x0101010101010101; }

uint64_t Load(const char* at) {
  uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

bool IsAscii(std::string_view text) {
  size_t at = 0;
  uint64_t bits = 0;
  for (; at + 8 <= text.size(); at += 8) bits |= Load(text.data() + at);
  for (; at < text.size(); ++at) bits |= static_cast<uint8_t>(text[at]);
  return (bits & Eight(0x80)) == 0;
}

// Each byte of `word` is below 0x80, so that no sum here carries into the next one.
uint64_t LowerEight(uint64_t word) {
  const uint64_t from_a = word + Eight(0x80 - 'A');
  const uint64_t behind_z = word + Eight(0x80 - 'Z' - 1);
  return word | ((from_a & ~behind_z & Eight(0x80)) >> 2);
}

std::string Lower(std::string_view ascii) {
  std::string lower(ascii);
  size_t at = 0;
  for (; at + 8 <= lower.size(); at += 8) {
    const uint64_t word = LowerEight(Load(lower.data() + at));
    std::memcpy(lower.data() + at, &word, sizeof word);
  }
  for (; at < lower.size(); ++at) lower[at] = static_cast<char>(LowerEight(static_cast<uint8_t>(lower[at])));
  return lower;
}

std::string FoldUnicode(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return std::string(text);
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  fold->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr, error);
  return folded;
}

// memmem's worst case is linear; that of std::string::find is the product of the lengths.
bool Includes(const std::string& text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

}  // namespace

// For ASCII, Lower is what ICU gives.
std::string Fold(std::string_view text) { return IsAscii(text) ? Lower(text) : FoldUnicode(text); }

bool FoldedSearch::Contains(const std::string& text, std::string_view folded) {
  if (IsAscii(text)) return IsAscii(folded) && Includes(Lower(text), folded);
  const auto [place, is_new] = kept_.try_emplace(&text);
  if (is_new) place->second = FoldUnicode(text);
  return Includes(place->second, folded);
}

}  // namespace lectern::aip::filter
