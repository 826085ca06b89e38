// A hash that stays the same over versions of every library, since it is on disk.
#pragma once

#include <cstdint>
#include <string_view>

namespace lectern::storage {

// FNV-1a, 64 bits. DO NOT CHANGE: on disk.
inline uint64_t StableHash(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211u;
  return hash;
}

}  // namespace lectern::storage
