// Secrets of API keys. A secret is "lk_{id}_{43 characters}": the id finds the key, the rest are 256 random bits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lectern::auth {

// `count` bytes from the system's generator; the process ends where it has none, since nothing would be safe then.
std::string RandomBytes(size_t count);

// A new id: 16 characters of Crockford's base 32 in lower case (80 random bits). Example: "01j8x4zq2m7a9k3v".
std::string RandomId();

// SHA-256, 32 bytes; the process ends where OpenSSL has it not.
std::string Sha256(std::string_view bytes);

// Takes as long for unequal strings as for equal ones.
bool EqualInConstantTime(std::string_view a, std::string_view b);

std::string NewSecret(std::string_view id);
// The id in a secret; nullopt where it has not a secret's shape.
std::optional<std::string> IdOfSecret(std::string_view secret);

}  // namespace lectern::auth
