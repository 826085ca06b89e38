#include "services/auth/secret.h"

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/rand.h"
#include "openssl/sha.h"
#include "storage/engine/text.h"

namespace lectern::auth {
namespace {

constexpr std::string_view kPrefix = "lk_";
constexpr size_t kSecretBytes = 32;
constexpr size_t kSecretCharacters = 43;  // of 32 bytes in base64 without padding

}  // namespace

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) std::abort();
  return bytes;
}

std::string RandomId() {
  constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string id;
  for (const char byte : RandomBytes(16)) id.push_back(kAlphabet[static_cast<uint8_t>(byte) & 31]);
  return id;
}

std::string Sha256(std::string_view bytes) {
  // Kept, since OpenSSL takes longer to find it by its name than for a short text's digest.
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, sha256,
                 nullptr) != 1)
    std::abort();
  return digest;
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string NewSecret(std::string_view id) {
  std::string encoded;
  absl::WebSafeBase64Escape(RandomBytes(kSecretBytes), &encoded);
  return absl::StrCat(Absl(kPrefix), Absl(id), "_", encoded);
}

std::optional<std::string> IdOfSecret(std::string_view secret) {
  if (!secret.starts_with(kPrefix)) return std::nullopt;
  secret.remove_prefix(kPrefix.size());
  const size_t end = secret.find('_');
  if (end == std::string_view::npos || end == 0 || secret.size() - end - 1 != kSecretCharacters) return std::nullopt;
  return std::string(secret.substr(0, end));
}

}  // namespace lectern::auth
