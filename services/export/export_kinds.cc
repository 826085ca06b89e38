#include "services/export/export_kinds.h"

#include <algorithm>
#include <array>

#include "lectern/v1/import.pb.h"
#include "storage/records/kinds.h"

namespace lectern::exports {
namespace {

// What is referred to comes first: a hotline names its country and the entry that it was read from, the site's
// fallbacks name hotlines, and so on.
constexpr std::array<std::string_view, 8> kOrder = {"topics",   "themes",       "countries",        "entries",
                                                    "hotlines", "countryPages", "teacherResources", "site"};

const aip::ListingRules& SiteListing() {
  static const aip::ListingRules rules{.kind = &storage::SiteRecords()};
  return rules;
}

ExportKind KindOf(const ListedKind& listed) {
  const storage::RecordKind* kind = listed.listing->kind;
  const auto* record = kind->prototype->GetDescriptor();
  ExportKind exported{.kind = kind,
                      .name = kind == &storage::SiteRecords() ? "site" : kind->plural,
                      .translation = record->FindFieldByName("translation_of"),
                      .listing = listed.listing,
                      .decorator = listed.decorator};
  const auto* item = v1::ImportItem::descriptor()->FindOneofByName("resource");
  for (int i = 0; i < item->field_count(); ++i)
    if (item->field(i)->message_type() == record) exported.item = item->field(i);
  return exported;
}

}  // namespace

std::vector<ExportKind> OrderedKinds(const std::vector<ListedKind>& listed) {
  std::vector<ExportKind> kinds;
  for (const ListedKind& kind : listed) kinds.push_back(KindOf(kind));
  kinds.push_back(KindOf({.listing = &SiteListing()}));
  const auto place = [](const ExportKind& kind) { return std::find(kOrder.begin(), kOrder.end(), kind.name); };
  std::sort(kinds.begin(), kinds.end(), [&](const ExportKind& a, const ExportKind& b) { return place(a) < place(b); });
  return kinds;
}

}  // namespace lectern::exports
