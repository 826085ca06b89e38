// Who makes a call, and what they may do.
#pragma once

#include <string>

#include "lectern/v1/admin_service.pb.h"
#include "storage/records/record_value.h"

namespace lectern::auth {

struct Principal {
  // "anonymous", or "key:{id}". Stands in transactions and audit; never a person's name.
  std::string id;
  // What this call may do: what the credential allows, lowered by `lectern-act-as` where the caller asks for it.
  v1::Role role = v1::ROLE_UNSPECIFIED;

  bool anonymous() const { return id == "anonymous"; }
};

// "editor" for ROLE_EDITOR; as callers write it.
std::string RoleName(v1::Role role);
// ROLE_UNSPECIFIED where `name` is no role's.
v1::Role RoleOf(std::string_view name);

// Which projection a role reads.
storage::Audience AudienceOf(v1::Role role);

}  // namespace lectern::auth
