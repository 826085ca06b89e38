#include "storage/search/index/term_signatures.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "storage/search/index/edit_distance.h"

namespace lectern::search {
namespace {

// A signature: 28 bits, which letters there are; 28 bits, which of them twice or more; eight bits, how many letters
// there are. Code points share bits where there are more than 28 of them.
constexpr uint32_t kLetters = 28;
constexpr uint64_t kLetterBits = (uint64_t{1} << 2 * kLetters) - 1;
constexpr size_t kMostCounted = 255;

uint64_t SignatureOf(const std::u32string& word) {
  uint64_t bits = 0;
  for (const char32_t point : word) {
    const uint64_t letter = uint64_t{1} << (point % kLetters);
    bits |= (bits & letter) != 0 ? letter << kLetters : letter;
  }
  return bits | uint64_t{std::min(word.size(), kMostCounted)} << 2 * kLetters;
}

int LengthOf(uint64_t signature) { return static_cast<int>(signature >> 2 * kLetters); }

}  // namespace

TermSignatures::TermSignatures(const TermDictionary& terms) {
  signatures_.reserve(terms.size());
  for (auto walk = terms.Begin(); walk.valid(); walk.Next())
    signatures_.push_back(SignatureOf(CodePoints(walk.term())));
}

// An edit takes a letter away, adds one, or both, each of which changes one bit; an exchange of neighbours changes
// none.
std::vector<uint32_t> TermSignatures::Near(const std::u32string& word, uint32_t most) const {
  const uint64_t wanted = SignatureOf(word);
  const int edits = static_cast<int>(most);
  std::vector<uint32_t> near;
  for (uint32_t ordinal = 0; ordinal < signatures_.size(); ++ordinal) {
    const uint64_t signature = signatures_[ordinal];
    if (std::popcount((signature ^ wanted) & kLetterBits) > 2 * edits) continue;
    if (std::abs(LengthOf(signature) - LengthOf(wanted)) <= edits) near.push_back(ordinal);
  }
  return near;
}

}  // namespace lectern::search
