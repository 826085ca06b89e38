#include "services/auth/authenticator.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::auth {
namespace {

constexpr std::string_view kScheme = "bearer ";

absl::Status CredentialFault(v1::ErrorReason reason, std::string_view message) {
  return Fault(absl::StatusCode::kUnauthenticated, reason, message);
}

std::string_view Text(const grpc::string_ref& text) { return {text.data(), text.size()}; }

}  // namespace

absl::StatusOr<Principal> Authenticator::Authenticate(const Metadata& metadata, absl::Time now) const {
  Principal principal{"anonymous", v1::ROLE_READER};
  const auto [first, last] = metadata.equal_range("authorization");
  if (first == last) {
    if (!anonymous_reader_)
      return CredentialFault(v1::ERROR_REASON_CREDENTIAL_MISSING,
                             "this server wants a key: send `authorization: Bearer <key>`");
  } else {
    std::string_view credential = Text(first->second);
    if (std::next(first) != last)
      return CredentialFault(v1::ERROR_REASON_CREDENTIAL_INVALID, "the call carries more than one credential");
    if (!absl::StartsWithIgnoreCase(Absl(credential), Absl(kScheme)))
      return CredentialFault(v1::ERROR_REASON_CREDENTIAL_INVALID,
                             "the credential is no bearer key: send `authorization: Bearer <key>`");
    credential.remove_prefix(kScheme.size());
    ASSIGN_OR_RETURN(const v1::ApiKey key, keys_.Check(credential, now));
    principal = {absl::StrCat("key:", key.name().substr(key.name().find('/') + 1)), key.role()};
  }
  if (const auto act_as = metadata.find("lectern-act-as"); act_as != metadata.end()) {
    const v1::Role role = RoleOf(Text(act_as->second));
    if (role == v1::ROLE_UNSPECIFIED || role == v1::ROLE_ADMIN || metadata.count("lectern-act-as") > 1)
      return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_ACT_AS_INVALID,
                   "lectern-act-as is reader, educator or editor, and lowers what the call may do");
    principal.role = std::min(principal.role, role);
  }
  return principal;
}

}  // namespace lectern::auth
