#include "clients/admin/publication.h"

#include <map>

#include "clients/admin/verbs.h"

namespace lectern::admin {
namespace {

const std::map<std::string, v1::IdentityRisk>& Risks() {
  static const std::map<std::string, v1::IdentityRisk> risks = {{"none", v1::IDENTITY_RISK_NONE},
                                                                {"named", v1::IDENTITY_RISK_NAMED},
                                                                {"identifiable", v1::IDENTITY_RISK_IDENTIFIABLE}};
  return risks;
}

}  // namespace

v1::Publication PublicationOptions::ToProto() const {
  v1::Publication publication;
  publication.set_reviewer(reviewer);
  publication.set_identity_risk(identity_risk);
  return publication;
}

PublicationFlags AddPublicationFlags(CLI::App& verb, const std::shared_ptr<PublicationOptions>& options) {
  PublicationFlags flags{};
  flags.reviewed_by =
      verb.add_option("--reviewed-by", options->reviewer, "Who reviewed all of it, as you name your staff")
          ->type_name("WHO")
          ->check(Utf8());
  flags.identity_risk =
      verb.add_option_function<std::string>(
              "--identity-risk", [options](const std::string& risk) { options->identity_risk = Risks().at(risk); },
              "What the review found: none (no victim or relative can be recognised), named, or identifiable")
          ->check(CLI::IsMember({"none", "named", "identifiable"}));
  return flags;
}

}  // namespace lectern::admin
