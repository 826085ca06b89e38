// Builds and reads keys whose byte order is the order of their parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/engine/snapshot.h"
#include "storage/keys/keyspaces.h"

namespace lectern::storage {

// Appends parts one behind the other. Example: KeyBuilder(Keyspace::kEntry).Text("01j8x4zq2m").Take().
class KeyBuilder {
 public:
  explicit KeyBuilder(Keyspace keyspace) { bytes_.push_back(static_cast<char>(keyspace)); }

  // A string of any bytes; one that is a prefix of another sorts first.
  KeyBuilder& Text(std::string_view text);
  // Big-endian: sorts by number.
  KeyBuilder& Number16(uint16_t number);
  KeyBuilder& Byte(uint8_t byte);
  // Big-endian with the sign bit turned, so that negative numbers sort first.
  KeyBuilder& Signed64(int64_t number);

  const std::string& bytes() const { return bytes_; }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads a key back, part by part. After a read that returned false the reader is spent.
class KeyReader {
 public:
  explicit KeyReader(std::string_view key) : rest_(key) {}

  bool Space(Keyspace& keyspace);
  bool Text(std::string& text);
  bool Number16(uint16_t& number);
  bool Byte(uint8_t& byte);
  bool Signed64(int64_t& number);
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// All keys that begin with `prefix`.
KeyRange PrefixRange(std::string_view prefix);

}  // namespace lectern::storage
