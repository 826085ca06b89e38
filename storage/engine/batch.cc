#include "storage/engine/batch.h"

#include "absl/base/internal/endian.h"

namespace lectern::storage {

std::string EncodeCounter(int64_t value) {
  std::string bytes(8, '\0');
  absl::big_endian::Store64(bytes.data(), static_cast<uint64_t>(value));
  return bytes;
}

std::optional<int64_t> DecodeCounter(std::string_view bytes) {
  if (bytes.size() != 8) return std::nullopt;
  return static_cast<int64_t>(absl::big_endian::Load64(bytes.data()));
}

}  // namespace lectern::storage
