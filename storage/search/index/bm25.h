// BM25 over weighted frequencies and lengths (document.h says why), in whole numbers.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "storage/search/index/kernels.h"
#include "storage/search/index/query.h"

namespace lectern::search {

inline constexpr double kSaturation = 1.2;    // k1
inline constexpr double kLengthShare = 0.75;  // b

// A weighted length as one byte: exact below 64, then 16 steps an octave (3 % apart), up to 2^18.
constexpr uint8_t EncodeLength(uint32_t length) {
  if (length < 64) return static_cast<uint8_t>(length);
  length = std::min(length, (1u << 18) - 1);
  const auto octave = static_cast<uint32_t>(std::bit_width(length)) - 7;  // 64 to 127 are octave 0
  return static_cast<uint8_t>(64 + 16 * octave + ((length >> (octave + 2)) & 15));
}
constexpr uint32_t DecodeLength(uint8_t code) {
  if (code < 64) return code;
  const uint32_t octave = (code - 64u) / 16, step = (code - 64u) % 16;
  return (16 + step) << (octave + 2);
}

// frequency / (frequency + K(length)): the part of a score that does not depend on the word. Below 1.
class Saturation {
 public:
  explicit Saturation(double average_length) : table_(256 * kTableFrequencies) {
    const double average = std::max(average_length, 1.0);
    for (size_t code = 0; code < 256; ++code)
      half_[code] =
          kSaturation * (1 - kLengthShare + kLengthShare * DecodeLength(static_cast<uint8_t>(code)) / average);
    for (uint32_t frequency = 1; frequency <= kTableFrequencies; ++frequency)
      for (size_t code = 0; code < 256; ++code)
        table_[256 * (frequency - 1) + code] = At(frequency, static_cast<uint8_t>(code));
  }

  double At(uint32_t frequency, uint8_t code) const { return frequency / (frequency + half_[code]); }
  // By 256 * (frequency - 1) + length code, for frequencies up to kTableFrequencies.
  const std::vector<double>& table() const { return table_; }

 private:
  std::array<double, 256> half_;
  std::vector<double> table_;
};

inline double InverseDocumentFrequency(uint64_t documents, uint64_t holding) {
  return std::log(1 + (static_cast<double>(documents) - static_cast<double>(holding) + 0.5) /
                          (static_cast<double>(holding) + 0.5));
}

// The score's part that depends on the word.
inline double WordWeight(double inverse_document_frequency, double boost) {
  return inverse_document_frequency * boost * (kSaturation + 1) * kScoreUnit;
}
inline uint32_t RoundScore(double weight, double saturation) {
  return static_cast<uint32_t>(std::min(weight * saturation + 0.5, 1e9));
}

// A block of postings keeps the highest saturation in it, for the average length at the time of writing, as a 16-bit
// number that is rounded up.
inline constexpr double kImpactUnit = 65535;
inline uint16_t EncodeImpact(double saturation) {
  return static_cast<uint16_t>(std::min(std::ceil(saturation * kImpactUnit), kImpactUnit));
}

// What a block's impact says about its scores. With another average length A than the A0 of writing, K(length) changes
// by a factor of A0 / A at the least, so that saturation grows by A / A0 at the most; where A is smaller it only falls.
class ImpactBound {
 public:
  ImpactBound(double weight, double average_length, double average_at_writing)
      : factor_(weight * std::max(1.0, std::max(average_length, 1.0) / std::max(average_at_writing, 1.0)) /
                kImpactUnit) {}
  // No score in the block is higher.
  uint32_t Highest(uint32_t impact) const { return static_cast<uint32_t>(std::min(factor_ * impact + 0.501, 1e9)); }
  // Only blocks of this impact, or more, can hold `score`; above 65535 where none can.
  uint32_t Least(uint32_t score) const {
    if (score == 0) return 0;
    if (factor_ <= 0) return 65536;
    return static_cast<uint32_t>(std::min(std::max(std::floor((score - 0.502) / factor_), 0.0), 65536.0));
  }

 private:
  double factor_;
};

}  // namespace lectern::search
