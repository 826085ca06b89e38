#include "storage/search/index/zone_reader.h"

namespace lectern::search {

const uint64_t* ZoneReader::BitsOf(uint32_t zone) {
  bits_.fill(0);
  const auto begin = static_cast<uint32_t>(zone * NumberValues::kZone);
  constexpr auto kSize = static_cast<uint32_t>(NumberValues::kZone);
  for (uint32_t b = list_.BlockOf(begin, 0); b < list_.blocks() && list_.First(b) < begin + kSize; ++b) {
    list_.DecodeDocuments(b, block_);
    for (uint32_t i = 0; i < block_.size; ++i)
      if (const uint32_t at = block_.documents[i] - begin; at < kSize) bits_[at / 64] |= 1ull << (at % 64);
  }
  for (size_t w = 0; w < kWords && kWords * zone + w < visible_.size(); ++w) bits_[w] &= visible_[kWords * zone + w];
  return bits_.data();
}

}  // namespace lectern::search
