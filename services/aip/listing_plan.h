// From what a List request asks for to the index that answers it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aip/read_methods.h"

namespace lectern::aip {

// An order that callers may ask for, and the index that has it.
struct ListingOrder {
  std::string_view name;
  std::string_view index;
};

// An index in the standard order within each value of its first parts, and the fields that these parts hold.
struct ListingPrefix {
  std::string_view index;
  std::vector<std::string_view> fields;
};

// How a kind is listed.
struct ListingRules {
  const storage::RecordKind* kind = nullptr;
  std::string_view standard_order = "name";  // what callers may call the order of the kind's first index
  std::vector<ListingOrder> orders{};        // beside that
  std::vector<ListingPrefix> prefixes{};     // equality on these fields is answered from the index
};

// What a List request says about which records, and in which order.
struct ListingRequest {
  storage::IndexParts parent;  // first parts of the standard index; empty: all of it
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
};

template <class Request>
ListingRequest ListingRequestOf(const Request& request, storage::IndexParts parent = {}) {
  return {std::move(parent), request.filter(), request.order_by(), request.show_deleted()};
}

// INVALID_ARGUMENT: FILTER_UNSUPPORTED, or ORDER_UNSUPPORTED with a list of the orders.
absl::StatusOr<Listing> PlanListing(const ListingRules& rules, storage::Audience audience,
                                    const ListingRequest& request);

}  // namespace lectern::aip
