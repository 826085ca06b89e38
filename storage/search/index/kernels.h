// The inner loops, compiled twice: for any processor, and for those with AVX2, chosen when the program starts.
//
// They work on raw arrays. A bitmap is an array of 64-bit words, bit i of word w standing for document 64 * w + i.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::search {

// Documents of a block of postings.
inline constexpr size_t kBlockSize = 128;
// Decoders write up to this many entries behind the last one.
inline constexpr size_t kDecodeSlack = 64;
// Frequencies from here on have no row in a score table.
inline constexpr uint32_t kTableFrequencies = 16;

// Occurrences of a word in a document, one behind the other from bit `at` of `bits` on, `width` bits each: the low
// `form_bits` are the form, those above it the distance to the position before. Eight bytes behind the last one can be
// read.
struct PackedOccurrences {
  const uint8_t* bits = nullptr;
  uint32_t at = 0;
  uint32_t width = 0;
  uint32_t form_bits = 0;
  uint32_t count = 0;
  uint32_t form = 0;  // the one that counts; kAnyForm: all do
};
inline constexpr uint32_t kAnyForm = UINT32_MAX;
// What `adjoin` can look at.
inline constexpr uint32_t kMostAdjoining = 64;       // occurrences
inline constexpr uint32_t kMostAdjoiningWidth = 16;  // with the bits of the form
inline constexpr uint32_t kMostPositionBits = 15;    // without them

struct Kernels {
  const char* name;

  // 128 numbers of `width` bits (0 to 32) from 16 * width bytes.
  void (*unpack)(const uint8_t* in, uint32_t width, uint32_t* out);
  // 128 ascending numbers in two parts: of each the low `width` bits (1 to 25), packed, and the rest as bits of
  // `high_words` (unaligned, little-endian) words, in which bit rest + i is set for number i. `base` is added to each.
  void (*join_halves)(const uint8_t* high, size_t high_words, const uint8_t* low, uint32_t width, uint32_t base,
                      uint32_t* out);
  // The positions of the set bits of `count` little-endian words, each plus `base`; returns how many.
  size_t (*positions_of_bits)(const uint8_t* words, size_t count, uint32_t base, uint32_t* out);

  // Which set bits of `count` such words, the first one standing for document `base`, are set in the bitmap `bits` of
  // `bit_words` words, too. Of each, its document and how many bits are set before it in `words`. Returns how many.
  size_t (*choose_bits)(const uint8_t* words, size_t count, uint32_t base, const uint64_t* bits, size_t bit_words,
                        uint32_t* documents, uint32_t* places);

  size_t (*count_bits)(const uint64_t* bits, size_t words);
  size_t (*count_common_bits)(const uint64_t* left, const uint64_t* right, size_t words);
  void (*intersect)(uint64_t* into, const uint64_t* with, size_t words);
  void (*unite)(uint64_t* into, const uint64_t* with, size_t words);
  void (*subtract)(uint64_t* from, const uint64_t* what, size_t words);
  // How many of `documents` have their bit set.
  size_t (*count_members)(const uint32_t* documents, size_t count, const uint64_t* bits);
  // Moves those that have to the front; `places` says where each was. Returns how many.
  size_t (*choose_members)(uint32_t* documents, size_t count, const uint64_t* bits, uint32_t* places);
  // before[w]: how many bits are set in the words before word w. Returns how many in all.
  size_t (*count_before)(const uint64_t* bits, size_t words, uint32_t* before);
  // How many bits are set before that of each of `documents`, by what count_before counted.
  void (*ranks)(const uint32_t* documents, size_t count, const uint64_t* bits, const uint32_t* before, uint32_t* out);

  // scores[d - base] += table[frequency][lengths[d]] for each document d; frequencies[i] is one less than the
  // frequency, and below kTableFrequencies. `table` has 256 entries a frequency.
  void (*add_scores)(const uint32_t* documents, const uint32_t* frequencies, size_t count, const uint8_t* lengths,
                     const uint32_t* table, uint32_t base, uint32_t* scores);
  // scores[i] = table[frequency][lengths[d]], likewise. Writes to `chosen` which of them are from `least` to `most`, by
  // index; returns how many. `scores` and `chosen` have room for `count` entries.
  size_t (*choose_scores)(const uint32_t* documents, const uint32_t* frequencies, size_t count, const uint8_t* lengths,
                          const uint32_t* table, uint32_t least, uint32_t most, uint32_t* scores, uint32_t* chosen);
  // Which of the 64 scores are `least` or more, as bits.
  uint64_t (*at_least)(const uint32_t* scores, uint32_t least);
  // The first index from `from` on whose (unaligned, little-endian, 16-bit) impact is `least` or more; `count` if none.
  size_t (*next_impact)(const uint8_t* impacts, size_t from, size_t count, uint32_t least);

  // Whether a position of `second` is the one behind a position of `first`.
  bool (*adjoin)(const PackedOccurrences& first, const PackedOccurrences& second);

  // bits |= the documents whose code is from `least` to `most`. `count` codes of 1, 2 or 4 bytes, as `width` says.
  void (*codes_in_range)(const uint8_t* codes, uint32_t width, size_t count, uint32_t least, uint32_t most,
                         uint64_t* bits);
};

extern const Kernels kPortableKernels;
// Those that this processor runs fastest.
const Kernels& BestKernels();
// Every variant that runs here, the portable one first; for tests and measurements.
size_t KernelVariants(const Kernels* (&variants)[2]);

}  // namespace lectern::search
