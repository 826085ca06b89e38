// Page tokens: where a listing goes on, sealed, so that a caller can neither read nor alter it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lectern/internal/v1/page_token.pb.h"
#include "storage/engine/engine.h"

namespace lectern::aip {

// AES-256-GCM under the store's key, in base64url without padding.
std::string SealPageToken(const storage::StoreIdentity& identity, const internal::v1::PageTokenPayload& payload);

// INVALID_ARGUMENT: PAGE_TOKEN_INVALID where the token was altered or is another store's, PAGE_TOKEN_FOREIGN where it
// is another request's or role's. FAILED_PRECONDITION (PAGE_TOKEN_EPOCH) where the store was restored since. A token
// never authorises: what a page shows is decided by the call that asks for it.
absl::StatusOr<internal::v1::PageTokenPayload> OpenPageToken(const storage::StoreIdentity& identity,
                                                             const std::string& token, uint64_t request_hash);

}  // namespace lectern::aip
