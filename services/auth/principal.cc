#include "services/auth/principal.h"

#include "absl/strings/ascii.h"

namespace lectern::auth {
namespace {

constexpr std::string_view kPrefix = "ROLE_";

}  // namespace

std::string RoleName(v1::Role role) { return absl::AsciiStrToLower(v1::Role_Name(role).substr(kPrefix.size())); }

v1::Role RoleOf(std::string_view name) {
  for (const v1::Role role : {v1::ROLE_READER, v1::ROLE_EDUCATOR, v1::ROLE_EDITOR, v1::ROLE_ADMIN})
    if (RoleName(role) == name) return role;
  return v1::ROLE_UNSPECIFIED;
}

storage::Audience AudienceOf(v1::Role role) {
  if (role >= v1::ROLE_EDITOR) return storage::Audience::kEditor;
  return role == v1::ROLE_EDUCATOR ? storage::Audience::kEducator : storage::Audience::kReader;
}

}  // namespace lectern::auth
