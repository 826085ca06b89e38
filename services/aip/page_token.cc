#include "services/aip/page_token.h"

#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"
#include "openssl/evp.h"
#include "services/aip/violations.h"
#include "services/auth/secret.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

constexpr int kNonceBytes = 12;
constexpr int kTagBytes = 16;
constexpr size_t kMaxTokenBytes = 4096;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// AES-256 in GCM, with the calling thread's own state: to find the cipher by its name and to set up a state for it
// takes OpenSSL longer than to seal a token.
EVP_CIPHER_CTX* Gcm() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  thread_local const Cipher state(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  if (EVP_CIPHER_CTX_get0_cipher(state.get()) == nullptr &&
      EVP_CipherInit_ex2(state.get(), cipher, nullptr, nullptr, 1, nullptr) != 1)
    std::abort();  // an OpenSSL without it: nothing could be listed
  return state.get();
}

// Random, since the key outlives the process. Many are drawn at once: a hundred take hardly longer than one.
std::string NextNonce() {
  constexpr size_t kDrawnAtOnce = 128;
  thread_local std::string drawn;
  if (drawn.empty()) drawn = auth::RandomBytes(kDrawnAtOnce * kNonceBytes);
  std::string nonce = drawn.substr(drawn.size() - kNonceBytes);
  drawn.resize(drawn.size() - kNonceBytes);
  return nonce;
}

absl::Status Invalid() {
  return FieldFault(v1::ERROR_REASON_PAGE_TOKEN_INVALID, "page_token",
                    "is none of this server's: send it back letter by letter, or begin anew");
}

}  // namespace

std::string SealPageToken(const storage::StoreIdentity& identity, const internal::v1::PageTokenPayload& payload) {
  const std::string plain = payload.SerializeAsString();
  std::string sealed = NextNonce();
  sealed.resize(static_cast<size_t>(kNonceBytes) + plain.size() + kTagBytes);
  EVP_CIPHER_CTX* const cipher = Gcm();
  unsigned char* const body = Bytes(sealed) + kNonceBytes;
  const auto size = static_cast<int>(plain.size());
  int length = 0;
  if (EVP_EncryptInit_ex(cipher, nullptr, nullptr, Bytes(identity.seal_key), Bytes(sealed)) != 1 ||
      EVP_EncryptUpdate(cipher, body, &length, Bytes(plain), size) != 1 ||
      EVP_EncryptFinal_ex(cipher, body + length, &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, kTagBytes, body + size) != 1)
    std::abort();  // what would go out is no seal, or one made with what the state still holds
  std::string token;
  absl::WebSafeBase64Escape(sealed, &token);
  return token;
}

absl::StatusOr<internal::v1::PageTokenPayload> OpenPageToken(const storage::StoreIdentity& identity,
                                                             const std::string& token, uint64_t request_hash) {
  std::string sealed;
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(token, &sealed) ||
      sealed.size() < static_cast<size_t>(kNonceBytes + kTagBytes))
    return Invalid();
  const size_t plain_bytes = sealed.size() - kNonceBytes - kTagBytes;
  std::string plain(plain_bytes + kTagBytes, '\0');
  EVP_CIPHER_CTX* const cipher = Gcm();
  unsigned char* const body = Bytes(sealed) + kNonceBytes;
  const auto size = static_cast<int>(plain_bytes);
  int length = 0;
  if (EVP_DecryptInit_ex(cipher, nullptr, nullptr, Bytes(identity.seal_key), Bytes(sealed)) != 1 ||
      EVP_DecryptUpdate(cipher, Bytes(plain), &length, body, size) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, kTagBytes, body + size) != 1 ||
      EVP_DecryptFinal_ex(cipher, Bytes(plain) + length, &length) != 1)
    return Invalid();
  plain.resize(plain_bytes);
  internal::v1::PageTokenPayload payload;
  if (!payload.ParseFromString(plain)) return Invalid();
  if (payload.epoch() != static_cast<uint64_t>(identity.epoch))
    return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PAGE_TOKEN_EPOCH,
                 "the store was restored from a backup since the listing began: begin it anew");
  if (payload.request_hash() != request_hash)
    return FieldFault(v1::ERROR_REASON_PAGE_TOKEN_FOREIGN, "page_token",
                      "belongs to another request or role: send it with all other fields as in its first request");
  return payload;
}

}  // namespace lectern::aip
