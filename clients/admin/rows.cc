#include "clients/admin/rows.h"

#include <string_view>

#include "clients/admin/record.h"
#include "fmt/format.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace lectern::admin {
namespace {

using google::protobuf::util::TimeUtil;

constexpr bool kShrinks = true;
constexpr size_t kDateLength = 10;  // of "2026-01-31T..."

template <typename Enum>
std::string ShortEnum(const google::protobuf::EnumDescriptor& type, Enum value) {
  const auto* known = type.FindValueByNumber(value);
  if (known == nullptr || value == 0) return "";
  return EnumText(*known);
}

std::string State(v1::Lifecycle lifecycle) { return ShortEnum(*v1::Lifecycle_descriptor(), lifecycle); }

// What follows the last slash. Example: "be" of "countries/be".
std::string Id(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string Day(const google::protobuf::Timestamp& time) { return TimeUtil::ToString(time).substr(0, kDateLength); }

std::string DateText(const v1::PartialDate& date) { return date.edtf().empty() ? date.raw() : date.edtf(); }

template <typename Strings>
std::string Joined(const Strings& strings, std::string_view separator) {
  return fmt::format("{}", fmt::join(strings.begin(), strings.end(), separator));
}

// The English label, or the first.
template <typename Term>
std::string Label(const Term& term) {
  for (const auto& label : term.labels())
    if (label.language() == "en") return label.text();
  return term.labels().empty() ? "" : term.labels(0).text();
}

template <typename Term>
Cells TermRow(const Term& term) {
  std::string legacy;
  for (const auto& text : term.legacy_terms()) legacy += (legacy.empty() ? "" : "; ") + text.text();
  return {term.name(), Label(term), legacy};
}

}  // namespace

std::vector<Column> ColumnsOf(const v1::Country&) {
  return {{"NAME"}, {"CODE"}, {"COUNTRY", kShrinks}, {"OFFICIAL NAME", kShrinks}, {"REGION", kShrinks}};
}

Cells RowOf(const v1::Country& country) {
  return {country.name(), country.alpha3_code(), country.display_name(), country.official_name(), country.region()};
}

std::vector<Column> ColumnsOf(const v1::CountryPage&) {
  return {{"NAME"}, {"STATE"}, {"PRINTED NAME", kShrinks}, {"PERIOD", kShrinks}};
}

Cells RowOf(const v1::CountryPage& page) {
  return {page.name(), State(page.lifecycle()), page.printed_country_name(), page.period()};
}

std::vector<Column> ColumnsOf(const v1::Entry&) {
  constexpr size_t kLeastOfTitle = 16;
  return {{"NAME"}, {"STATE"}, {"DATE"}, {"PAGE", kShrinks}, {"TITLE", kShrinks, false, kLeastOfTitle}};
}

Cells RowOf(const v1::Entry& entry) {
  return {entry.name(), State(entry.lifecycle()), DateText(entry.published()),
          entry.country().empty() ? Id(entry.topic()) : fmt::format("{}/{}", Id(entry.country()), Id(entry.topic())),
          Joined(entry.title_lines(), " / ")};
}

std::vector<Column> ColumnsOf(const v1::Hotline&) {
  return {{"NAME"},           {"STATE"}, {"VERIFIED"}, {"OVERDUE"}, {"HOTLINE", kShrinks}, {"NUMBERS", kShrinks},
          {"HOURS", kShrinks}};
}

Cells RowOf(const v1::Hotline& hotline) {
  std::vector<std::string> numbers;
  for (const auto& number : hotline.numbers())
    numbers.push_back(number.dial().empty() ? number.printed() : number.dial());
  return {hotline.name(),
          State(hotline.lifecycle()),
          hotline.has_verify_time() ? Day(hotline.verify_time()) : "never",
          hotline.overdue() ? "yes" : "no",
          hotline.display_name(),
          Joined(numbers, ", "),
          hotline.hours()};
}

std::vector<Column> ColumnsOf(const v1::TeacherResource&) {
  return {{"NAME"}, {"STATE"}, {"KIND"}, {"NUMBER"}, {"GRADE", kShrinks}, {"TOPIC", kShrinks}, {"TITLE", kShrinks}};
}

Cells RowOf(const v1::TeacherResource& resource) {
  return {
      resource.name(),   State(resource.lifecycle()), ShortEnum(*v1::TeacherResourceKind_descriptor(), resource.kind()),
      resource.number(), resource.grade_level(),      Id(resource.topic()),
      resource.title()};
}

std::vector<Column> ColumnsOf(const v1::Theme&) { return {{"NAME"}, {"TERM", kShrinks}, {"LEGACY TERMS", kShrinks}}; }
std::vector<Column> ColumnsOf(const v1::Topic&) { return {{"NAME"}, {"TERM", kShrinks}, {"LEGACY TERMS", kShrinks}}; }
Cells RowOf(const v1::Theme& theme) { return TermRow(theme); }
Cells RowOf(const v1::Topic& topic) { return TermRow(topic); }

std::vector<Column> ColumnsOf(const v1::ApiKey&) {
  return {{"NAME"}, {"ROLE"}, {"MADE"}, {"ENDS"}, {"STATE"}, {"FOR", kShrinks}};
}

Cells RowOf(const v1::ApiKey& key) {
  std::string state = "valid";
  if (key.has_revoke_time()) {
    state = fmt::format("revoked {}", Day(key.revoke_time()));
  } else if (key.has_expire_time() && key.expire_time() <= TimeUtil::GetCurrentTime()) {
    state = "expired";
  }
  return {key.name(),
          ShortEnum(*v1::Role_descriptor(), key.role()),
          key.has_create_time() ? Day(key.create_time()) : "",
          key.has_expire_time() ? Day(key.expire_time()) : "never",
          state,
          key.display_name()};
}

}  // namespace lectern::admin
