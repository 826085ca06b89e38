// The writing side of the kernels' bit packing.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/search/index/byte_codec.h"
#include "storage/search/index/kernels.h"

namespace lectern::search {

// Bits that the highest of `count` numbers needs.
inline uint32_t WidthOf(const uint32_t* numbers, size_t count) {
  uint32_t all = 0;
  for (size_t i = 0; i < count; ++i) all |= numbers[i];
  return static_cast<uint32_t>(std::bit_width(all));
}

// The low `width` bits of 128 numbers as 16 * width bytes, in four lanes: number 4 * i + lane lies at bit i * width of
// its lane, and a lane is every fourth 32-bit word.
inline void AppendPacked(std::string& out, const uint32_t* numbers, uint32_t width) {
  uint32_t words[4 * 32] = {};
  const uint32_t mask = width == 32 ? ~0u : (1u << width) - 1;
  for (uint32_t i = 0; width > 0 && i < kBlockSize; ++i) {
    const uint32_t lane = i % 4, bit = i / 4 * width, number = numbers[i] & mask;
    words[4 * (bit / 32) + lane] |= number << (bit % 32);
    if (bit % 32 + width > 32) words[4 * (bit / 32 + 1) + lane] |= number >> (32 - bit % 32);
  }
  out.append(reinterpret_cast<const char*>(words), 16 * width);
}

// Most frequencies and counts are 1, and a few in each block are not: packing all of them as wide as the highest would
// waste most of the bits. So a width is chosen that is best for all, and what goes beyond it follows as exceptions: a
// byte for the place of a number in the block, and a varint for its bits from `width` on.

inline void AppendExceptions(std::string& out, const uint32_t* numbers, uint32_t width) {
  for (size_t i = 0; width < 32 && i < kBlockSize; ++i) {
    if (numbers[i] >> width == 0) continue;
    out.push_back(static_cast<char>(i));
    AppendVarint(out, numbers[i] >> width);
  }
}

// The width with which 128 numbers and their exceptions take the fewest bytes; 255 bytes of exceptions at most.
inline uint32_t BestWidth(const uint32_t* numbers) {
  const uint32_t highest = WidthOf(numbers, kBlockSize);
  uint32_t best = highest;
  size_t fewest = 16 * highest;
  for (uint32_t width = 0; width < highest; ++width) {
    std::string exceptions;
    AppendExceptions(exceptions, numbers, width);
    if (exceptions.size() > UINT8_MAX || 16 * width + exceptions.size() >= fewest) continue;
    fewest = 16 * width + exceptions.size();
    best = width;
  }
  return best;
}

inline void ApplyExceptions(std::string_view exceptions, uint32_t width, uint32_t* numbers) {
  for (ByteReader in(exceptions); in.left() > 0;) {
    const auto place = static_cast<uint8_t>(in.Take(1)[0]);
    numbers[place % kBlockSize] |= in.Varint32() << (width % 32);
  }
}

}  // namespace lectern::search
