#include "services/aip/listing_plan.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/record_value.h"

namespace lectern::aip {
namespace {

constexpr std::string_view kDescending = " desc";

absl::Status OrderUnsupported(const ListingRules& rules) {
  std::string offered = absl::StrCat("empty or ", Absl(rules.standard_order));
  for (const ListingOrder& order : rules.orders) absl::StrAppend(&offered, ", ", Absl(order.name));
  return FieldFault(v1::ERROR_REASON_ORDER_UNSUPPORTED, "order_by",
                    absl::StrCat("is none of: ", offered, "; each may have \" desc\" behind it"));
}

// Sets the index and direction that `order_by` names.
absl::Status TakeOrder(const ListingRules& rules, std::string_view order_by, Listing& listing) {
  if (order_by.ends_with(kDescending)) {
    order_by.remove_suffix(kDescending.size());
    listing.direction = storage::Direction::kBackward;
    if (order_by.empty()) return OrderUnsupported(rules);
  }
  if (order_by.empty() || order_by == rules.standard_order) return absl::OkStatus();
  for (const ListingOrder& order : rules.orders) {
    if (order.name != order_by) continue;
    listing.index = rules.kind->FindIndex(order.index);
    return absl::OkStatus();
  }
  return OrderUnsupported(rules);
}

// The equality of `conjuncts` on `field`; null where there is none, or more than one.
const Filter::Equality* OneOn(std::string_view field, const std::vector<Filter::Equality>& conjuncts) {
  const auto on_field = [&](const Filter::Equality& equality) { return equality.path == field; };
  const auto found = std::find_if(conjuncts.begin(), conjuncts.end(), on_field);
  if (found == conjuncts.end() || std::count_if(conjuncts.begin(), conjuncts.end(), on_field) != 1) return nullptr;
  return &*found;
}

// Takes the index that answers most of `filter`, and gives what it answers.
std::vector<Filter::Equality> TakePrefix(const ListingRules& rules, const Filter& filter, Listing& listing) {
  std::vector<Filter::Equality> answered;
  const std::vector<Filter::Equality> conjuncts = filter.EqualityConjuncts();
  for (const ListingPrefix& prefix : rules.prefixes) {
    std::vector<Filter::Equality> taken;
    for (const std::string_view field : prefix.fields) {
      const Filter::Equality* equality = OneOn(field, conjuncts);
      if (equality == nullptr) break;
      taken.push_back(*equality);
    }
    if (taken.size() <= answered.size()) continue;
    answered = std::move(taken);
    listing.index = rules.kind->FindIndex(prefix.index);
  }
  for (const Filter::Equality& equality : answered) listing.prefix.push_back(equality.value);
  return answered;
}

}  // namespace

absl::StatusOr<Listing> PlanListing(const ListingRules& rules, storage::Audience audience,
                                    const ListingRequest& request) {
  const bool editor = audience == storage::Audience::kEditor;
  Listing listing;
  listing.kind = rules.kind;
  listing.index = &rules.kind->StandardIndex();
  listing.prefix = request.parent;
  listing.deleted_too = editor && request.show_deleted;
  RETURN_IF_ERROR(TakeOrder(rules, request.order_by, listing));
  ASSIGN_OR_RETURN(Filter filter, Filter::Parse(request.filter, *rules.kind->prototype->GetDescriptor(),
                                                (editor ? storage::kFirstStampField : storage::kFirstEditorField) - 1,
                                                /*with_stamps=*/true));
  // Only in the standard order do the rows of a prefix stand together.
  if (listing.index == &rules.kind->StandardIndex() && listing.prefix.empty())
    filter = filter.Without(TakePrefix(rules, filter, listing));
  if (!filter.MatchesAll()) listing.rest = std::move(filter);
  return listing;
}

}  // namespace lectern::aip
