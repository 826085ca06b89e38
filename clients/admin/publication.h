// What clears resources for publication, as given on the command line.
#pragma once

#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "lectern/v1/batch.pb.h"

namespace lectern::admin {

// --reviewed-by and --identity-risk.
struct PublicationOptions {
  std::string reviewer;
  v1::IdentityRisk identity_risk = v1::IDENTITY_RISK_UNSPECIFIED;

  v1::Publication ToProto() const;
};

// The two options, declared.
struct PublicationFlags {
  CLI::Option* reviewed_by;
  CLI::Option* identity_risk;
};

PublicationFlags AddPublicationFlags(CLI::App& verb, const std::shared_ptr<PublicationOptions>& options);

}  // namespace lectern::admin
