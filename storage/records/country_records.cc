// Declarations of the records of countries, their pages and their hotlines.
#include "lectern/v1/country.pb.h"
#include "storage/records/kinds.h"

namespace lectern::storage {
namespace {

std::vector<IndexParts> OneRow(const Message&) { return {{}}; }

std::vector<IndexParts> PagesByCountry(const Message& record) {
  return {{CountryOfName(static_cast<const v1::CountryPage&>(record).name())}};
}

std::vector<IndexParts> HotlinesByCountry(const Message& record) {
  return {{CountryOfName(static_cast<const v1::Hotline&>(record).name())}};
}

std::vector<IndexParts> HotlinesBySourceKey(const Message& record) {
  const auto& hotline = static_cast<const v1::Hotline&>(record);
  if (hotline.source_key().empty()) return {};
  return {{hotline.source_key()}};
}

}  // namespace

const RecordKind& CountryRecords() {
  static const RecordKind kind{.keyspace = Keyspace::kCountry,
                               .plural = "countries",
                               .singular = "country",
                               .pattern = {"countries", ""},
                               .prototype = &v1::Country::default_instance(),
                               .indexes = {{.number = 10, .name = "name", .counted = {0}, .rows = OneRow}}};
  return kind;
}

const RecordKind& CountryPageRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kCountryPage,
      .plural = "countryPages",
      .singular = "country page",
      .pattern = {"countries", "", "pages", ""},
      .prototype = &v1::CountryPage::default_instance(),
      .indexes = {{.number = 20, .name = "country", .part_count = 1, .counted = {0, 1}, .rows = PagesByCountry}}};
  return kind;
}

const RecordKind& HotlineRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kHotline,
      .plural = "hotlines",
      .singular = "hotline",
      .pattern = {"countries", "", "hotlines", ""},
      .prototype = &v1::Hotline::default_instance(),
      .indexes = {{.number = 30, .name = "country", .part_count = 1, .counted = {0, 1}, .rows = HotlinesByCountry},
                  {.number = 31,
                   .name = kBySourceKey,
                   .part_count = 1,
                   .counted = {},
                   .unique = true,
                   .rows = HotlinesBySourceKey}}};
  return kind;
}

}  // namespace lectern::storage
