// From a call's metadata to its principal.
#pragma once

#include <map>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/support/string_ref.h"
#include "services/auth/key_ring.h"
#include "services/auth/principal.h"

namespace lectern::auth {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

class Authenticator {
 public:
  // `anonymous_reader`: a call without credential is a reader's; else it is refused. `keys` outlives this.
  Authenticator(const KeyRing& keys, bool anonymous_reader) : keys_(keys), anonymous_reader_(anonymous_reader) {}

  // Reads `authorization: Bearer {secret}` and `lectern-act-as: reader|educator|editor`, which may only lower the role.
  // Where the call comes from is no credential. UNAUTHENTICATED (CREDENTIAL_MISSING, CREDENTIAL_INVALID);
  // INVALID_ARGUMENT (ACT_AS_INVALID).
  absl::StatusOr<Principal> Authenticate(const Metadata& metadata, absl::Time now) const;

 private:
  const KeyRing& keys_;
  const bool anonymous_reader_;
};

}  // namespace lectern::auth
