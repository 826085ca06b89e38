#include "services/search/facet_answers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lectern/v1/taxonomy.pb.h"
#include "proto/reference/countries.h"
#include "services/aip/filter/fold.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"
#include "storage/records/record_reader.h"
#include "storage/search/documents/attributes.h"

namespace lectern::searching {
namespace {

using search::LabelColumn;

constexpr int kDefaultValues = 20;
constexpr int kMaxValues = 1000;
constexpr int kMaxFacets = 11;
constexpr size_t kMaxValueQueryBytes = 256;

int LimitOf(const v1::FacetRequest& facet) {
  return facet.limit() == 0 ? kDefaultValues : std::min(facet.limit(), kMaxValues);
}

template <class Term>
std::string EnglishLabel(const storage::Message& record) {
  const auto& term = static_cast<const Term&>(record);
  for (const v1::LocalizedText& label : term.labels())
    if (label.language().starts_with("en")) return label.text();
  return term.labels().empty() ? "" : term.labels(0).text();
}

// What people call a value that is a resource's name; empty for others.
absl::StatusOr<std::string> DisplayName(const std::string& value, const storage::Snapshot& snapshot) {
  constexpr std::string_view kCountries = "countries/";
  if (value.starts_with(kCountries)) {
    const reference::Country* country = reference::FindCountryByCode(std::string_view(value).substr(kCountries.size()));
    return std::string(country == nullptr ? "" : country->name);
  }
  const storage::RecordKind* kind = storage::FindKindByName(value);
  const bool topic = kind == &storage::TopicRecords();
  if (!topic && kind != &storage::ThemeRecords()) return std::string();
  ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(snapshot, *kind, *kind->KeyOf(value)));
  if (!record) return std::string();
  return topic ? EnglishLabel<v1::Topic>(*record->message) : EnglishLabel<v1::Theme>(*record->message);
}

}  // namespace

void CheckFacets(const google::protobuf::RepeatedPtrField<v1::FacetRequest>& facets, aip::Violations& violations) {
  if (facets.size() > kMaxFacets) violations.Add("facets", "has more than 11 items");
  for (int i = 0; i < facets.size(); ++i) {
    if (facets[i].value_query().size() > kMaxValueQueryBytes)
      violations.Add(absl::StrCat("facets[", i, "].value_query"), "has more than 256 bytes");
    if (!search::LabelColumnOf(facets[i].attribute()))
      violations.Add(absl::StrCat("facets[", i, "].attribute"),
                     "is none of: kind, country, other_countries, topic, themes, source_type, language, claim_status, "
                     "lifecycle, content_notes, year");
    if (facets[i].limit() < 0) violations.Add(absl::StrCat("facets[", i, "].limit"), "is negative");
  }
}

search::FacetRequest IndexFacet(const v1::FacetRequest& facet) {
  search::FacetRequest asked{*search::LabelColumnOf(facet.attribute()), search::kMaxLimit};
  if (facet.value_query().empty() && asked.column != LabelColumn::kPublishYear)
    asked.limit = static_cast<size_t>(LimitOf(facet)) + 1;
  return asked;
}

absl::StatusOr<v1::Facet> FacetAnswer(const v1::FacetRequest& request, std::vector<search::FacetCount> counts,
                                      const storage::Snapshot& snapshot) {
  v1::Facet facet;
  if (search::LabelColumnOf(request.attribute()) == LabelColumn::kPublishYear)
    std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.label > b.label; });
  facet.set_attribute(request.attribute());
  const std::string wanted = aip::filter::Fold(request.value_query());
  for (const search::FacetCount& count : counts) {
    ASSIGN_OR_RETURN(std::string name, DisplayName(count.label, snapshot));
    aip::filter::FoldedSearch searched;
    if (!searched.Contains(count.label, wanted) && !searched.Contains(name, wanted)) continue;
    if (facet.values_size() == LimitOf(request)) {
      facet.set_more(true);
      break;
    }
    v1::FacetValue& value = *facet.add_values();
    value.set_value(count.label);
    value.set_display_name(std::move(name));
    value.set_count(static_cast<int64_t>(count.count));
  }
  return facet;
}

}  // namespace lectern::searching
