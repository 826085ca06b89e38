// Numbers as bytes: little-endian where read in place, varints where size counts.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "absl/base/internal/endian.h"

namespace lectern::search {

// Arrays are read where they lie.
static_assert(std::endian::native == std::endian::little);

inline uint16_t Load16(const char* at) { return absl::little_endian::Load16(at); }
inline uint32_t Load32(const char* at) { return absl::little_endian::Load32(at); }
inline uint64_t Load64(const char* at) { return absl::little_endian::Load64(at); }

template <typename Number>
void AppendFixed(std::string& out, Number value) {
  char bytes[sizeof(Number)];
  for (size_t i = 0; i < sizeof(Number); ++i) bytes[i] = static_cast<char>(value >> (8 * i));
  out.append(bytes, sizeof bytes);
}

inline void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

inline void AppendText(std::string& out, std::string_view text) {
  AppendVarint(out, text.size());
  out.append(text);
}

// Reads what the functions above wrote. Past the end, or on a number that is too long, it answers zeros and remembers:
// a caller asks ok() once, when it is done.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  uint64_t Varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; at_ < end_ && shift < 64; shift += 7) {
      const auto byte = static_cast<uint8_t>(*at_++);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return Fail();
  }
  uint32_t Varint32() {
    const uint64_t value = Varint();
    return value <= UINT32_MAX ? static_cast<uint32_t>(value) : static_cast<uint32_t>(Fail());
  }
  uint32_t Fixed32() {
    const std::string_view bytes = Take(4);
    return bytes.empty() ? 0 : Load32(bytes.data());
  }
  uint64_t Fixed64() {
    const std::string_view bytes = Take(8);
    return bytes.empty() ? 0 : Load64(bytes.data());
  }
  std::string_view Take(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) {
      Fail();
      return {};
    }
    const std::string_view bytes(at_, size);
    at_ += size;
    return bytes;
  }
  std::string_view Text() { return Take(Varint()); }

  const char* position() const { return at_; }
  size_t left() const { return static_cast<size_t>(end_ - at_); }
  bool ok() const { return ok_; }

 private:
  uint64_t Fail() {
    ok_ = false;
    at_ = end_;
    return 0;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace lectern::search
