#include "storage/keys/key_codec.h"

#include "absl/base/internal/endian.h"
#include "storage/engine/ordered_bytes.h"

namespace lectern::storage {
namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;

}  // namespace

KeyBuilder& KeyBuilder::Text(std::string_view text) {
  AppendOrdered(bytes_, text);
  return *this;
}

KeyBuilder& KeyBuilder::Number16(uint16_t number) {
  char bytes[2];
  absl::big_endian::Store16(bytes, number);
  bytes_.append(bytes, sizeof bytes);
  return *this;
}

KeyBuilder& KeyBuilder::Byte(uint8_t byte) {
  bytes_.push_back(static_cast<char>(byte));
  return *this;
}

KeyBuilder& KeyBuilder::Signed64(int64_t number) {
  char bytes[8];
  absl::big_endian::Store64(bytes, static_cast<uint64_t>(number) ^ kSignBit);
  bytes_.append(bytes, sizeof bytes);
  return *this;
}

bool KeyReader::Space(Keyspace& keyspace) {
  uint8_t byte = 0;
  if (!Byte(byte)) return false;
  keyspace = static_cast<Keyspace>(byte);
  return true;
}

bool KeyReader::Text(std::string& text) { return ConsumeOrdered(rest_, text); }

bool KeyReader::Number16(uint16_t& number) {
  if (rest_.size() < 2) return false;
  number = absl::big_endian::Load16(rest_.data());
  rest_.remove_prefix(2);
  return true;
}

bool KeyReader::Byte(uint8_t& byte) {
  if (rest_.empty()) return false;
  byte = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return true;
}

bool KeyReader::Signed64(int64_t& number) {
  if (rest_.size() < 8) return false;
  number = static_cast<int64_t>(absl::big_endian::Load64(rest_.data()) ^ kSignBit);
  rest_.remove_prefix(8);
  return true;
}

KeyRange PrefixRange(std::string_view prefix) {
  KeyRange range{std::string(prefix), std::string(prefix)};
  // The least key that no longer begins with the prefix; none where the prefix is all 0xff.
  while (!range.end.empty() && range.end.back() == '\xff') range.end.pop_back();
  if (!range.end.empty()) range.end.back() = static_cast<char>(static_cast<uint8_t>(range.end.back()) + 1);
  return range;
}

}  // namespace lectern::storage
