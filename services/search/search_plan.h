// What a request of SearchService asks the index for.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lectern/v1/search_service.pb.h"
#include "services/aip/backend.h"
#include "services/rpc/call.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/query/expansion.h"
#include "storage/search/upkeep/index_keeper.h"

namespace lectern::searching {

// Who asks.
struct Caller {
  storage::Audience audience = storage::Audience::kReader;
  uint64_t listing_hash = 0;  // of a request with pages
  std::function<absl::Status()> still_wanted;
  search::Analyzer& analyzer;  // for this answer alone

  search::Audience index_audience() const { return static_cast<search::Audience>(audience); }
};

// A search that can be carried out.
struct SearchPlan {
  std::shared_ptr<const search::View> view;
  search::SearchRequest request;
  search::Expansion expansion;  // its plan has been moved into the request
};

// INVALID_ARGUMENT (FIELD_INVALID, FILTER_UNSUPPORTED, ORDER_UNSUPPORTED, PAGE_TOKEN_INVALID, PAGE_TOKEN_FOREIGN),
// FAILED_PRECONDITION (PAGE_TOKEN_EPOCH), OUT_OF_RANGE (SEARCH_VIEW_EXPIRED); errors of the index.
absl::StatusOr<SearchPlan> PlanSearch(const aip::Backend& backend, const search::ReadyIndex& ready,
                                      const Caller& caller, const v1::SearchRequest& request);

// The token of the page behind `last`.
std::string TokenAfter(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                       const SearchPlan& plan, const search::Found& last);

// Adds to `filter` that results are of `kinds`; all where there are none. INVALID_ARGUMENT (FIELD_INVALID) names what
// is no kind that is searched.
absl::Status AddKinds(const google::protobuf::RepeatedPtrField<std::string>& kinds, search::Filter& filter);

}  // namespace lectern::searching
