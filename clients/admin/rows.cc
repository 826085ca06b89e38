#include "clients/admin/rows.h"

#include <string_view>

#include "clients/admin/fields.h"
#include "clients/admin/record.h"
#include "fmt/format.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/taxonomy.pb.h"
#include "lectern/v1/teacher_resource.pb.h"

namespace lectern::admin {
namespace {

using google::protobuf::Message;
using google::protobuf::util::TimeUtil;

constexpr bool kShrinks = true;
constexpr bool kRight = true;
constexpr size_t kLeastOfTitle = 16;
constexpr size_t kDateLength = 10;  // of "2026-01-31T..."
constexpr size_t kTimeLength = 19;  // of "2026-01-31T14:05:09..."

template <typename Enum>
std::string ShortEnum(const google::protobuf::EnumDescriptor& type, Enum value) {
  const auto* known = type.FindValueByNumber(value);
  if (known == nullptr || value == 0) return "";
  return EnumText(*known);
}

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

std::string TextsOf(const google::protobuf::RepeatedPtrField<v1::LocalizedText>& texts) {
  std::string joined;
  for (const v1::LocalizedText& text : texts) joined += (joined.empty() ? "" : "; ") + text.text();
  return joined;
}

template <typename Term>
Cells TermRow(const Term& term) {
  return {term.name(), Label(term), TextsOf(term.legacy_terms()), TextsOf(term.synonyms()), StateOf(term)};
}

Cells Row(const v1::Country& country) {
  return {country.name(),          country.alpha3_code(), country.display_name(),
          country.official_name(), country.region(),      StateOf(country)};
}

Cells Row(const v1::CountryPage& page) {
  return {page.name(), StateOf(page), page.printed_country_name(), page.period()};
}

Cells Row(const v1::Entry& entry) {
  return {entry.name(), StateOf(entry), DateText(entry.published()),
          entry.country().empty() ? Id(entry.topic()) : fmt::format("{}/{}", Id(entry.country()), Id(entry.topic())),
          Joined(entry.title_lines(), " / ")};
}

Cells Row(const v1::Hotline& hotline) {
  std::vector<std::string> numbers;
  for (const auto& number : hotline.numbers())
    numbers.push_back(number.dial().empty() ? number.printed() : number.dial());
  return {hotline.name(),
          StateOf(hotline),
          hotline.has_verify_time() ? Day(hotline.verify_time()) : "never",
          hotline.overdue() ? "yes" : "no",
          hotline.display_name(),
          Joined(numbers, ", "),
          hotline.hours()};
}

Cells Row(const v1::TeacherResource& resource) {
  return {resource.name(),   StateOf(resource),      ShortEnum(*v1::TeacherResourceKind_descriptor(), resource.kind()),
          resource.number(), resource.grade_level(), Id(resource.topic()),
          resource.title()};
}

}  // namespace

std::vector<Column> ColumnsOf(Kind kind) {
  switch (kind) {
    case Kind::kCountry:
      return {{"NAME"}, {"CODE"}, {"COUNTRY", kShrinks}, {"OFFICIAL NAME", kShrinks}, {"REGION", kShrinks}, {"STATE"}};
    case Kind::kCountryPage:
      return {{"NAME"}, {"STATE"}, {"PRINTED NAME", kShrinks}, {"PERIOD", kShrinks}};
    case Kind::kEntry:
      return {{"NAME"}, {"STATE"}, {"DATE"}, {"PAGE", kShrinks}, {"TITLE", kShrinks, !kRight, kLeastOfTitle}};
    case Kind::kHotline:
      return {{"NAME"},           {"STATE"}, {"VERIFIED"}, {"OVERDUE"}, {"HOTLINE", kShrinks}, {"NUMBERS", kShrinks},
              {"HOURS", kShrinks}};
    case Kind::kTeacherResource:
      return {{"NAME"}, {"STATE"}, {"KIND"}, {"NUMBER"}, {"GRADE", kShrinks}, {"TOPIC", kShrinks}, {"TITLE", kShrinks}};
    case Kind::kSite:
    case Kind::kTheme:
    case Kind::kTopic:
      break;
  }
  return {{"NAME"}, {"TERM", kShrinks}, {"LEGACY TERMS", kShrinks}, {"SYNONYMS", kShrinks}, {"STATE"}};
}

Cells RowOf(Kind kind, const Message& resource) {
  switch (kind) {
    case Kind::kCountry:
      return Row(dynamic_cast<const v1::Country&>(resource));
    case Kind::kCountryPage:
      return Row(dynamic_cast<const v1::CountryPage&>(resource));
    case Kind::kEntry:
      return Row(dynamic_cast<const v1::Entry&>(resource));
    case Kind::kHotline:
      return Row(dynamic_cast<const v1::Hotline&>(resource));
    case Kind::kTeacherResource:
      return Row(dynamic_cast<const v1::TeacherResource&>(resource));
    case Kind::kTheme:
      return TermRow(dynamic_cast<const v1::Theme&>(resource));
    case Kind::kTopic:
      return TermRow(dynamic_cast<const v1::Topic&>(resource));
    case Kind::kSite:
      break;
  }
  return {TextIn(resource, "name")};
}

std::vector<Column> KeyColumns() { return {{"NAME"}, {"ROLE"}, {"MADE"}, {"ENDS"}, {"STATE"}, {"FOR", kShrinks}}; }

Cells KeyRow(const v1::ApiKey& key) {
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

std::vector<Column> RevisionColumns() {
  return {{"REVISION", !kShrinks, kRight}, {"UPDATED"}, {"STATE"}, {"TITLE", kShrinks, !kRight, kLeastOfTitle}};
}

Cells RevisionRow(const Message& state) {
  const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(MessageIn(state, "update_time"));
  return {std::to_string(NumberIn(state, "revision")), time == nullptr ? "" : Moment(*time), StateOf(state),
          TitleOf(state)};
}

std::string StateOf(const Message& resource) {
  if (MessageIn(resource, "expunge_time") != nullptr) return "erased";
  if (MessageIn(resource, "delete_time") != nullptr) return "deleted";
  return ShortEnum(*v1::Lifecycle_descriptor(), static_cast<int>(NumberIn(resource, "lifecycle")));
}

std::string TitleOf(const Message& resource) {
  if (const auto* entry = dynamic_cast<const v1::Entry*>(&resource))
    return entry->title_lines().empty() ? "" : entry->title_lines(0);
  if (const auto* topic = dynamic_cast<const v1::Topic*>(&resource)) return Label(*topic);
  if (const auto* theme = dynamic_cast<const v1::Theme*>(&resource)) return Label(*theme);
  for (const char* field : {"title", "display_name", "printed_country_name"})
    if (std::string title = TextIn(resource, field); !title.empty()) return title;
  return "";
}

std::string Moment(const google::protobuf::Timestamp& time) {
  std::string text = TimeUtil::ToString(time).substr(0, kTimeLength);
  if (const size_t between = text.find('T'); between != std::string::npos) text[between] = ' ';
  return text;
}

}  // namespace lectern::admin
