#include "services/aip/page_token.h"

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

absl::Status Invalid() {
  return FieldFault(v1::ERROR_REASON_PAGE_TOKEN_INVALID, "page_token",
                    "is none of this server's: send it back letter by letter, or begin anew");
}

}  // namespace

std::string SealPageToken(const storage::StoreIdentity& identity, const internal::v1::PageTokenPayload& payload) {
  const std::string plain = payload.SerializeAsString();
  std::string sealed = auth::RandomBytes(kNonceBytes);
  sealed.resize(static_cast<size_t>(kNonceBytes) + plain.size() + kTagBytes);
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(identity.seal_key), Bytes(sealed));
  EVP_EncryptUpdate(cipher.get(), Bytes(sealed) + kNonceBytes, &length, Bytes(plain), static_cast<int>(plain.size()));
  EVP_EncryptFinal_ex(cipher.get(), Bytes(sealed) + kNonceBytes + length, &length);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, Bytes(sealed) + kNonceBytes + plain.size());
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
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(identity.seal_key), Bytes(sealed));
  EVP_DecryptUpdate(cipher.get(), Bytes(plain), &length, Bytes(sealed) + kNonceBytes, static_cast<int>(plain_bytes));
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Bytes(sealed) + kNonceBytes + plain_bytes);
  if (EVP_DecryptFinal_ex(cipher.get(), Bytes(plain) + length, &length) != 1) return Invalid();
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
