// A number for each document, all of one width.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "storage/search/index/byte_codec.h"

namespace lectern::search {

// 0, 1, 2, 4 or 8 bytes each, as the highest number needs; 0: all are 0. The bytes are read where they lie.
class PackedCodes {
 public:
  // Behind the others. Codes take no more memory while they are collected than afterwards.
  void Add(uint64_t code) {
    if (const uint32_t width = WidthOf(code); width > width_) Widen(width);
    bytes_.append(reinterpret_cast<const char*>(&code), width_);
    ++count_;
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
  static uint32_t WidthOf(uint64_t code) {
    return code == 0 ? 0 : code <= 0xff ? 1 : code <= 0xffff ? 2 : code <= 0xffffffff ? 4 : 8;
  }
  void Widen(uint32_t width) {
    std::string wider(width * count_, '\0');
    for (size_t i = 0; width_ > 0 && i < count_; ++i) std::memcpy(&wider[i * width], &bytes_[i * width_], width_);
    bytes_ = std::move(wider);
    width_ = width;
  }

  uint32_t width_ = 0;
  size_t count_ = 0;
  std::string bytes_;
};

}  // namespace lectern::search
