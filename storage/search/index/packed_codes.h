// A number for each document, all of one width.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search/index/byte_codec.h"

namespace lectern::search {

// 0, 1, 2, 4 or 8 bytes each, as the highest number needs; 0: all are 0. The bytes are read where they lie.
class PackedCodes {
 public:
  PackedCodes() = default;
  explicit PackedCodes(const std::vector<uint64_t>& codes) : count_(codes.size()) {
    uint64_t all = 0;
    for (const uint64_t code : codes) all |= code;
    width_ = all == 0 ? 0 : all <= 0xff ? 1 : all <= 0xffff ? 2 : all <= 0xffffffff ? 4 : 8;
    bytes_.resize(width_ * count_);
    for (size_t i = 0; width_ > 0 && i < count_; ++i) std::memcpy(&bytes_[i * width_], &codes[i], width_);
  }

  void AppendTo(std::string& out) const {
    AppendVarint(out, width_);
    AppendVarint(out, count_);
    out.append(bytes_);
  }
  // False where `in` holds no codes for `count` documents.
  bool ReadFrom(ByteReader& in, size_t count) {
    width_ = in.Varint32();
    count_ = in.Varint();
    if (count_ != count || (width_ != 0 && width_ != 1 && width_ != 2 && width_ != 4 && width_ != 8)) return false;
    bytes_ = in.Take(width_ * count_);
    return in.ok();
  }

  uint64_t operator[](size_t index) const {
    const char* at = bytes_.data() + index * width_;
    switch (width_) {
      case 0:
        return 0;
      case 1:
        return static_cast<uint8_t>(*at);
      case 2:
        return Load16(at);
      case 4:
        return Load32(at);
      default:
        return Load64(at);
    }
  }
  size_t size() const { return count_; }
  uint32_t width() const { return width_; }
  const uint8_t* data() const { return reinterpret_cast<const uint8_t*>(bytes_.data()); }

 private:
  uint32_t width_ = 0;
  size_t count_ = 0;
  std::string bytes_;
};

}  // namespace lectern::search
