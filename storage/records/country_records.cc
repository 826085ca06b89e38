// Declarations of the records of countries, their pages and their hotlines.
#include "lectern/v1/country.pb.h"
#include "storage/records/kinds.h"
#include "storage/records/sort_text.h"

namespace lectern::storage {
namespace {

std::vector<IndexParts> OneRow(const Message&) { return {{}}; }

std::vector<IndexParts> CountriesByDisplayName(const Message& record) {
  return {{SortText(static_cast<const v1::Country&>(record).display_name())}};
}

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
  static const RecordKind kind{
      .keyspace = Keyspace::kCountry,
      .plural = "countries",
      .singular = "country",
      .pattern = {"countries", ""},
      .prototype = &v1::Country::default_instance(),
      .indexes = {
          {.number = 10, .name = "name", .counted = {0}, .rows = OneRow},
          {.number = 11, .name = kByDisplayName, .part_count = 1, .counted = {}, .rows = CountriesByDisplayName},
          ImportSourceIndex(12)}};
  return kind;
}

const RecordKind& CountryPageRecords() {
  static const RecordKind kind{
      .keyspace = Keyspace::kCountryPage,
      .plural = "countryPages",
      .singular = "country page",
      .pattern = {"countries", "", "pages", ""},
      .prototype = &v1::CountryPage::default_instance(),
      .indexes = {{.number = 20, .name = "country", .part_count = 1, .counted = {0, 1}, .rows = PagesByCountry},
                  {.number = 21,
                   .name = kByReference,
                   .part_count = 1,
                   .counted = {1},
                   .counters_only = true,
                   .rows = ReferencedNames},
                  ImportSourceIndex(22)}};
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
                   .rows = HotlinesBySourceKey},
                  {.number = 32,
                   .name = kByReference,
                   .part_count = 1,
                   .counted = {1},
                   .counters_only = true,
                   .rows = ReferencedNames},
                  ImportSourceIndex(33)}};
  return kind;
}

}  // namespace lectern::storage
