#include "services/countries/country_rules.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lectern/v1/country.pb.h"
#include "proto/reference/countries.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/engine/timestamp.h"
#include "storage/records/kinds.h"

namespace lectern::countries {
namespace {

using google::protobuf::Message;

constexpr std::string_view kCountries = "countries/";
constexpr absl::Duration kClockSkew = absl::Minutes(5);
constexpr absl::Duration kLongestReview = absl::Hours(24 * 366);

absl::Status CheckCountryExists(editing::EditSession& session, const std::string& name, aip::Violations& violations) {
  const std::string key = storage::CountryRecords().KeyOf(storage::CountryOfName(name)).value();
  if (session.WillBeThere(key)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto country, session.snapshot().Get(key));
  if (!country)
    violations.Add("name",
                   absl::StrCat("is below ", storage::CountryOfName(name), ", which does not exist; create it first"));
  return absl::OkStatus();
}

absl::Status CompleteCountry(editing::EditSession&, Message& record, const Message*, aip::Violations& violations) {
  auto& country = static_cast<v1::Country&>(record);
  const std::string code = country.name().substr(kCountries.size());
  const reference::Country* facts = reference::FindCountryByCode(code);
  if (facts == nullptr) {
    violations.Add("name", absl::StrCat("holds ", code, ", which is no ISO 3166-1 alpha-2 code"));
    return absl::OkStatus();
  }
  country.set_alpha2_code(std::string(facts->alpha2));
  country.set_alpha3_code(std::string(facts->alpha3));
  country.set_numeric_code(std::string(facts->numeric));
  country.set_display_name(std::string(facts->name));
  country.set_official_name(std::string(facts->official_name));
  country.set_region(std::string(facts->region));
  country.clear_neighbours();
  for (const std::string_view neighbour : facts->neighbours)
    country.add_neighbours(absl::StrCat(Absl(kCountries), absl::AsciiStrToLower(Absl(neighbour))));
  return absl::OkStatus();
}

absl::Status CompletePage(editing::EditSession& session, Message& record, const Message*, aip::Violations& violations) {
  auto& page = static_cast<v1::CountryPage&>(record);
  const std::string topic = "topics/" + page.name().substr(page.name().rfind('/') + 1);
  if (page.topic().empty()) page.set_topic(topic);
  if (page.topic() != topic) violations.Add("topic", absl::StrCat("is not ", topic, ", the one of the page's name"));
  return CheckCountryExists(session, page.name(), violations);
}

absl::Status CompleteHotline(editing::EditSession& session, Message& record, const Message*,
                             aip::Violations& violations) {
  auto& hotline = static_cast<v1::Hotline&>(record);
  const absl::Time now = absl::Now();
  if (hotline.has_verify_time() && FromTimestamp(hotline.verify_time()) > now + kClockSkew)
    violations.Add("verify_time", "is still to come");
  if (hotline.has_review_due_time() && FromTimestamp(hotline.review_due_time()) > now + kLongestReview)
    violations.Add("review_due_time", "is more than 366 days away: numbers change");
  if (hotline.has_verify_time() && hotline.verified_by().empty())
    violations.Add("verified_by", "is required where verify_time is set");
  if (!hotline.verified_by().empty() && !hotline.has_verify_time())
    violations.Add("verify_time", "is required where verified_by is set");
  for (int i = 0; i < hotline.numbers_size(); ++i) {
    const v1::PhoneNumber& number = hotline.numbers(i);
    const std::string path = absl::StrCat("numbers[", i, "].");
    if (number.dial().empty()) violations.Add(path + "dial", "is required");
    if (number.dial().find_first_not_of("0123456789 +*#-/().") != std::string::npos)
      violations.Add(path + "dial", "holds more than digits, spaces and + * # - / ( ) .");
    if (!number.region_code().empty() && reference::FindCountryByCode(number.region_code()) == nullptr)
      violations.Add(path + "region_code", "is no ISO 3166-1 alpha-2 code");
    if (!number.e164().empty() && (number.e164()[0] != '+' || number.e164().size() > 16 ||
                                   number.e164().find_first_not_of("0123456789", 1) != std::string::npos))
      violations.Add(path + "e164", "is no international number: + and at most 15 digits");
  }
  return CheckCountryExists(session, hotline.name(), violations);
}

}  // namespace

const editing::ResourceRules& CountryRules() {
  static const editing::ResourceRules rules{
      .kind = &storage::CountryRecords(), .kept_while_named = true, .complete = CompleteCountry};
  return rules;
}

const editing::ResourceRules& CountryPageRules() {
  static const editing::ResourceRules rules{.kind = &storage::CountryPageRecords(), .complete = CompletePage};
  return rules;
}

const editing::ResourceRules& HotlineRules() {
  static const editing::ResourceRules rules{
      .kind = &storage::HotlineRecords(), .server_ids = true, .complete = CompleteHotline};
  return rules;
}

}  // namespace lectern::countries
