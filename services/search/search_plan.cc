#include "services/search/search_plan.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aip/page_token.h"
#include "services/aip/violations.h"
#include "services/search/facet_answers.h"
#include "services/search/index_filter.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/search/documents/record_documents.h"
#include "storage/search/query/view_vocabulary.h"

namespace lectern::searching {
namespace {

using search::NumberColumn;
using search::Order;

constexpr int kDefaultPageSize = 10;
constexpr int kMaxPageSize = 100;
constexpr int kMaxSnippetBytes = 1024;

struct NamedOrder {
  std::string_view name;
  Order order;
};
constexpr NamedOrder kOrders[] = {
    {"relevance", {}},
    {"date", {Order::By::kNumber, NumberColumn::kDate, false}},
    {"date desc", {Order::By::kNumber, NumberColumn::kDate, true}},
    {"title", {Order::By::kTitle, NumberColumn::kDate, false}},
    {"title desc", {Order::By::kTitle, NumberColumn::kDate, true}},
    {"rank", {Order::By::kNumber, NumberColumn::kRank, false}},
    {"rank desc", {Order::By::kNumber, NumberColumn::kRank, true}},
};

// `everything`: the query says nothing to go by.
absl::StatusOr<Order> OrderOf(const v1::SearchRequest& request, bool everything) {
  std::string_view wanted = request.order_by();
  if (wanted.empty()) wanted = everything ? "date desc" : "relevance";
  for (const auto& [name, order] : kOrders)
    if (name == wanted) return order;
  std::vector<absl::string_view> names;
  for (const NamedOrder& order : kOrders) names.push_back(Absl(order.name));
  return aip::FieldFault(v1::ERROR_REASON_ORDER_UNSUPPORTED, "order_by",
                         absl::StrCat("is none of: ", absl::StrJoin(names, ", ")));
}

absl::Status CheckNumbers(const v1::SearchRequest& request) {
  aip::Violations violations;
  if (request.page_size() < 0) violations.Add("page_size", "is negative");
  if (request.snippet_bytes() < 0 || request.snippet_bytes() > kMaxSnippetBytes)
    violations.Add("snippet_bytes", "is not from 0 to 1024");
  CheckFacets(request.facets(), violations);
  return violations.ToStatus();
}

// Sets where a page goes on, and the view that it is of.
absl::Status GoOn(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                  const std::string& page_token, SearchPlan& plan) {
  ASSIGN_OR_RETURN(const internal::v1::PageTokenPayload token,
                   aip::OpenPageToken(backend.identity, page_token, caller.listing_hash));
  if (token.search().edition() != ready.edition)
    return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_SEARCH_VIEW_EXPIRED,
                 "the results that this page belongs to are no longer kept; search again from the first page");
  ASSIGN_OR_RETURN(plan.view, ready.index->FindView(token.search().view()));
  plan.request.after = search::Cursor{token.search().value(), token.search().key(), token.search().text()};
  return absl::OkStatus();
}

}  // namespace

absl::Status AddKinds(const google::protobuf::RepeatedPtrField<std::string>& kinds, search::Filter& filter) {
  if (kinds.empty()) return absl::OkStatus();
  aip::Violations violations;
  std::vector<absl::string_view> offered;
  for (const storage::RecordKind* kind : search::SearchedKinds()) offered.push_back(Absl(kind->plural));
  for (int i = 0; i < kinds.size(); ++i)
    if (std::find(offered.begin(), offered.end(), kinds[i]) == offered.end())
      violations.Add(absl::StrCat("kinds[", i, "]"), absl::StrCat("is none of: ", absl::StrJoin(offered, ", ")));
  RETURN_IF_ERROR(violations.ToStatus());
  search::Filter of_kinds{search::LabelIn{search::LabelColumn::kKind, {kinds.begin(), kinds.end()}}};
  filter = {search::FilterAll{{std::move(of_kinds), std::move(filter)}}};
  return absl::OkStatus();
}

absl::StatusOr<SearchPlan> PlanSearch(const aip::Backend& backend, const search::ReadyIndex& ready,
                                      const Caller& caller, const v1::SearchRequest& request) {
  RETURN_IF_ERROR(CheckNumbers(request));
  SearchPlan plan;
  search::SearchRequest& asked = plan.request;
  asked.audience = caller.index_audience();
  if (request.page_token().empty())
    plan.view = ready.index->CurrentView();
  else
    RETURN_IF_ERROR(GoOn(backend, ready, caller, request.page_token(), plan));
  ASSIGN_OR_RETURN(search::ParsedQuery parsed, search::ParseQuery(request.query()));
  const search::ViewVocabulary vocabulary(plan.view, asked.audience);
  ASSIGN_OR_RETURN(plan.expansion, search::ExpandQuery(std::move(parsed), caller.analyzer, ready.languages, vocabulary,
                                                       ready.terms->synonyms));
  asked.plan = std::move(plan.expansion.plan);
  const bool everything = std::holds_alternative<search::Everything>(asked.plan.node);
  ASSIGN_OR_RETURN(asked.order, OrderOf(request, everything));
  ASSIGN_OR_RETURN(asked.filter, IndexFilter(request.filter(), *plan.view, asked.audience));
  RETURN_IF_ERROR(AddKinds(request.kinds(), asked.filter));
  asked.limit =
      static_cast<size_t>(request.page_size() == 0 ? kDefaultPageSize : std::min(request.page_size(), kMaxPageSize));
  for (const v1::FacetRequest& facet : request.facets()) asked.facets.push_back(IndexFacet(facet));
  asked.stop = [&caller] { return !caller.still_wanted().ok(); };
  return plan;
}

std::string TokenAfter(const aip::Backend& backend, const search::ReadyIndex& ready, const Caller& caller,
                       const SearchPlan& plan, const search::Found& last) {
  internal::v1::PageTokenPayload token;
  token.set_request_hash(caller.listing_hash);
  token.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
  internal::v1::SearchPosition& position = *token.mutable_search();
  position.set_view(ready.index->KeepView(plan.view));
  position.set_edition(ready.edition);
  position.set_key(last.key);
  position.set_value(last.value);
  position.set_text(last.text);
  return aip::SealPageToken(backend.identity, token);
}

}  // namespace lectern::searching
