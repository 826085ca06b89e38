// The code of kernels.h, included once for each variant. It uses nothing of the standard library but memcpy: an inline
// function that a variant's file emitted with AVX2 instructions could be the copy that the linker keeps for everyone.
#include <cstring>

#include "storage/search/index/kernels.h"

namespace lectern::search {
namespace {

using Lanes [[gnu::vector_size(16)]] = uint32_t;

inline Lanes LoadLanes(const uint8_t* at) {
  Lanes lanes;
  memcpy(&lanes, at, sizeof lanes);
  return lanes;
}
inline void StoreLanes(uint32_t* at, Lanes lanes) { memcpy(at, &lanes, sizeof lanes); }

// Number 4 * i + lane lies at bit i * width of its lane; a lane is every fourth 32-bit word.
template <uint32_t kWidth, typename Emit>
inline void UnpackWidth(const uint8_t* in, Emit emit) {
  if constexpr (kWidth == 0) {
    for (size_t i = 0; i < 32; ++i) emit(i, Lanes{});
  } else {
    constexpr uint32_t kMask = kWidth == 32 ? ~0u : (1u << kWidth) - 1;
#pragma GCC unroll 32
    for (uint32_t i = 0; i < 32; ++i) {
      const uint32_t word = i * kWidth / 32, shift = i * kWidth % 32;
      Lanes lanes = LoadLanes(in + 16 * word) >> shift;
      if (shift + kWidth > 32) lanes |= LoadLanes(in + 16 * (word + 1)) << (32 - shift);
      emit(i, lanes & kMask);
    }
  }
}

template <uint32_t kWidth>
void Unpack(const uint8_t* in, uint32_t*, uint32_t* out) {
  UnpackWidth<kWidth>(in, [out](size_t i, Lanes lanes) { StoreLanes(out + 4 * i, lanes); });
}

// `out` holds where the bits of the high halves are set.
template <uint32_t kWidth>
void JoinWidth(const uint8_t* low, uint32_t* base, uint32_t* out) {
  const Lanes first = {0, 1, 2, 3};
  UnpackWidth<kWidth>(low, [out, base, first](size_t i, Lanes lanes) {
    Lanes high;
    memcpy(&high, out + 4 * i, sizeof high);
    high -= first + static_cast<uint32_t>(4 * i);
    StoreLanes(out + 4 * i, (high << kWidth) + lanes + *base);
  });
}

using UnpackFunction = void (*)(const uint8_t*, uint32_t*, uint32_t*);

#define LECTERN_EIGHT(function, n)                                                                                   \
  function<n>, function<n + 1>, function<n + 2>, function<n + 3>, function<n + 4>, function<n + 5>, function<n + 6>, \
      function<n + 7>
constexpr UnpackFunction kUnpack[33] = {LECTERN_EIGHT(Unpack, 0), LECTERN_EIGHT(Unpack, 8), LECTERN_EIGHT(Unpack, 16),
                                        LECTERN_EIGHT(Unpack, 24), Unpack<32>};
constexpr UnpackFunction kJoin[26] = {LECTERN_EIGHT(JoinWidth, 0), LECTERN_EIGHT(JoinWidth, 8),
                                      LECTERN_EIGHT(JoinWidth, 16), JoinWidth<24>, JoinWidth<25>};
#undef LECTERN_EIGHT

void UnpackAny(const uint8_t* in, uint32_t width, uint32_t* out) { kUnpack[width](in, nullptr, out); }

inline uint32_t Trailing(uint64_t word) { return static_cast<uint32_t>(__builtin_ctzll(word)); }
inline size_t Count(uint64_t word) { return static_cast<size_t>(__builtin_popcountll(word)); }

size_t PositionsOfBits(const uint8_t* words, size_t count, uint32_t base, uint32_t* out) {
  uint32_t* at = out;
  for (size_t w = 0; w < count; ++w, base += 64) {
    uint64_t word;
    memcpy(&word, words + 8 * w, 8);
    const size_t set = Count(word);
    uint32_t* const next = at + set;
    // Eight at a time without asking whether there are as many: what is too much is written over.
    while (at < next) {
      for (size_t i = 0; i < 8; ++i) {
        at[i] = base + Trailing(word | (1ull << 63));
        word &= word - 1;
      }
      at += 8;
    }
    at = next;
  }
  return static_cast<size_t>(at - out);
}

void JoinHalves(const uint8_t* high, size_t high_words, const uint8_t* low, uint32_t width, uint32_t base,
                uint32_t* out) {
  PositionsOfBits(high, high_words, 0, out);
  kJoin[width](low, &base, out);
}

size_t ChooseBits(const uint8_t* words, size_t count, uint32_t base, const uint64_t* bits, size_t bit_words,
                  uint32_t* documents, uint32_t* places) {
  const uint32_t shift = base % 64;
  size_t chosen = 0, before = 0;
  for (size_t w = 0; w < count; ++w, base += 64) {
    uint64_t word;
    memcpy(&word, words + 8 * w, 8);
    const size_t at = base / 64;
    uint64_t wanted = at < bit_words ? bits[at] >> shift : 0;
    if (shift > 0 && at + 1 < bit_words) wanted |= bits[at + 1] << (64 - shift);
    for (uint64_t hits = word & wanted; hits != 0; hits &= hits - 1) {
      documents[chosen] = base + Trailing(hits);
      places[chosen++] = static_cast<uint32_t>(before + Count(word & ((hits & -hits) - 1)));
    }
    before += Count(word);
  }
  return chosen;
}

size_t CountBits(const uint64_t* bits, size_t words) {
  size_t count = 0;
  for (size_t i = 0; i < words; ++i) count += Count(bits[i]);
  return count;
}
size_t CountCommonBits(const uint64_t* left, const uint64_t* right, size_t words) {
  size_t count = 0;
  for (size_t i = 0; i < words; ++i) count += Count(left[i] & right[i]);
  return count;
}
void Intersect(uint64_t* into, const uint64_t* with, size_t words) {
  for (size_t i = 0; i < words; ++i) into[i] &= with[i];
}
void Unite(uint64_t* into, const uint64_t* with, size_t words) {
  for (size_t i = 0; i < words; ++i) into[i] |= with[i];
}
void Subtract(uint64_t* from, const uint64_t* what, size_t words) {
  for (size_t i = 0; i < words; ++i) from[i] &= ~what[i];
}
size_t CountMembers(const uint32_t* documents, size_t count, const uint64_t* bits) {
  size_t members = 0;
  for (size_t i = 0; i < count; ++i) members += bits[documents[i] >> 6] >> (documents[i] & 63) & 1;
  return members;
}

size_t ChooseMembers(uint32_t* documents, size_t count, const uint64_t* bits, uint32_t* places) {
  size_t chosen = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint32_t document = documents[i];
    documents[chosen] = document;
    places[chosen] = static_cast<uint32_t>(i);
    chosen += bits[document >> 6] >> (document & 63) & 1;
  }
  return chosen;
}

size_t CountBefore(const uint64_t* bits, size_t words, uint32_t* before) {
  size_t count = 0;
  for (size_t w = 0; w < words; ++w) {
    before[w] = static_cast<uint32_t>(count);
    count += Count(bits[w]);
  }
  return count;
}

void Ranks(const uint32_t* documents, size_t count, const uint64_t* bits, const uint32_t* before, uint32_t* out) {
  for (size_t i = 0; i < count; ++i) {
    const uint32_t word = documents[i] >> 6;
    out[i] = before[word] + static_cast<uint32_t>(Count(bits[word] & ((1ull << (documents[i] & 63)) - 1)));
  }
}

void AddScores(const uint32_t* documents, const uint32_t* frequencies, size_t count, const uint8_t* lengths,
               const uint32_t* table, uint32_t base, uint32_t* scores) {
  for (size_t i = 0; i < count; ++i) {
    const uint32_t document = documents[i];
    scores[document - base] += table[256 * frequencies[i] + lengths[document]];
  }
}

size_t ChooseScores(const uint32_t* documents, const uint32_t* frequencies, size_t count, const uint8_t* lengths,
                    const uint32_t* table, uint32_t least, uint32_t most, uint32_t* scores, uint32_t* chosen) {
  for (size_t i = 0; i < count; ++i) scores[i] = table[256 * frequencies[i] + lengths[documents[i]]];
  size_t any = 0;
  for (size_t i = 0; i < count; ++i) any |= static_cast<size_t>(scores[i] - least <= most - least);
  size_t found = 0;
  for (size_t i = 0; any != 0 && i < count; ++i) {
    chosen[found] = static_cast<uint32_t>(i);
    found += static_cast<size_t>(scores[i] - least <= most - least);
  }
  return found;
}

uint64_t AtLeast(const uint32_t* scores, uint32_t least) {
  uint64_t bits = 0;
  for (size_t i = 0; i < 64; ++i) bits |= static_cast<uint64_t>(scores[i] >= least) << i;
  return bits;
}

size_t NextImpact(const uint8_t* impacts, size_t from, size_t count, uint32_t least) {
  constexpr size_t kStride = 16;
  for (; from + kStride <= count; from += kStride) {
    uint16_t chunk[kStride];
    memcpy(chunk, impacts + 2 * from, sizeof chunk);
    uint16_t any = 0;
    for (size_t i = 0; i < kStride; ++i) any |= static_cast<uint16_t>(chunk[i] >= least);
    if (any) break;
  }
  for (; from < count; ++from) {
    uint16_t impact;
    memcpy(&impact, impacts + 2 * from, 2);
    if (impact >= least) break;
  }
  return from;
}

// Positions of 16 bits; where the form does not count, `other`. Writes up to three entries behind the last one.
inline void ReadPositions(const PackedOccurrences& from, uint16_t other, uint16_t* out) {
  uint32_t at = from.at;
#if defined(__BMI2__)
  // Four at a time: the numbers are spread over the lanes of a word, and a product adds up the lanes before each.
  constexpr uint64_t kOnes = 0x0001000100010001;
  const uint64_t lanes = kOnes * ((1u << from.width) - 1), steps = kOnes * ((1u << (from.width - from.form_bits)) - 1);
  const uint32_t together = from.width <= 14 ? 4 : 3;
  uint64_t before = 0;
  for (uint32_t i = 0; i < from.count; i += together, at += together * from.width) {
    uint64_t word;
    memcpy(&word, from.bits + at / 8, 8);
    word = __builtin_ia32_pdep_di(word >> (at % 8), lanes);
    uint64_t positions = ((word >> from.form_bits) & steps) * kOnes + before * kOnes;
    before = positions >> (16 * (together - 1)) & 0xffff;
    memcpy(out + i, &positions, 8);
    if (from.form == kAnyForm) continue;
    for (uint32_t lane = 0; lane < together; ++lane)
      if ((word >> (16 * lane) & ((1u << from.form_bits) - 1)) != from.form) out[i + lane] = other;
  }
#else
  uint32_t position = 0;
  for (uint32_t i = 0; i < from.count; ++i, at += from.width) {
    uint64_t word;
    memcpy(&word, from.bits + at / 8, 8);
    const auto value = static_cast<uint32_t>(word >> (at % 8) & ((1u << from.width) - 1));
    position += value >> from.form_bits;
    const bool counts = from.form == kAnyForm || (value & ((1u << from.form_bits) - 1)) == from.form;
    out[i] = counts ? static_cast<uint16_t>(position) : other;
  }
#endif
}

bool Adjoin(const PackedOccurrences& first, const PackedOccurrences& second) {
  constexpr size_t kStride = 16;
  uint16_t before[kMostAdjoining + 4], behind[kMostAdjoining + kStride];
  // Neither stand-in is, or is followed by, any position of the other.
  ReadPositions(first, 0xfffe, before);
  ReadPositions(second, 0, behind);
  for (size_t i = second.count; i % kStride != 0; ++i) behind[i] = 0;
  uint16_t any = 0;
  for (size_t k = 0; k < second.count; k += kStride) {
    for (size_t i = 0; i < first.count; ++i) {
      const auto wanted = static_cast<uint16_t>(before[i] + 1);
      for (size_t lane = 0; lane < kStride; ++lane) any |= static_cast<uint16_t>(behind[k + lane] == wanted);
    }
  }
  return any != 0;
}

template <typename Code>
void CodesInRangeOf(const uint8_t* codes, size_t count, uint32_t least, uint32_t most, uint64_t* bits) {
  if (least > static_cast<Code>(~Code{0})) return;
  const Code low = static_cast<Code>(least);
  const Code span = static_cast<Code>((most > static_cast<Code>(~Code{0}) ? static_cast<Code>(~Code{0}) : most) - low);
  for (size_t i = 0; i < count; i += 64) {
    uint8_t hits[64] = {};
    const size_t here = count - i < 64 ? count - i : 64;
    Code chunk[64] = {};
    memcpy(chunk, codes + i * sizeof(Code), here * sizeof(Code));
    for (size_t k = 0; k < 64; ++k) hits[k] = static_cast<Code>(chunk[k] - low) <= span;
    // Eight bytes that are 0 or 1 become eight bits: the product moves byte k to bit 56 + k.
    uint64_t word = 0;
    for (size_t k = 0; k < 8; ++k) {
      uint64_t eight;
      memcpy(&eight, hits + 8 * k, 8);
      word |= (eight * 0x0102040810204080ull >> 56) << (8 * k);
    }
    if (here < 64) word &= (1ull << here) - 1;
    bits[i / 64] |= word;
  }
}
void CodesInRange(const uint8_t* codes, uint32_t width, size_t count, uint32_t least, uint32_t most, uint64_t* bits) {
  if (least > most) return;
  if (width == 1) CodesInRangeOf<uint8_t>(codes, count, least, most, bits);
  if (width == 2) CodesInRangeOf<uint16_t>(codes, count, least, most, bits);
  if (width == 4) CodesInRangeOf<uint32_t>(codes, count, least, most, bits);
}

constexpr Kernels MakeKernels(const char* name) {
  return {name,      UnpackAny,    JoinHalves, PositionsOfBits, ChooseBits,    CountBits,   CountCommonBits,
          Intersect, Unite,        Subtract,   CountMembers,    ChooseMembers, CountBefore, Ranks,
          AddScores, ChooseScores, AtLeast,    NextImpact,      Adjoin,        CodesInRange};
}

}  // namespace
}  // namespace lectern::search
