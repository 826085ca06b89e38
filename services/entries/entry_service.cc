#include "services/entries/entry_service.h"

#include <memory>

#include "lectern/v1/entry_service.pb.h"
#include "services/aip/filter.h"
#include "services/aip/violations.h"
#include "services/editing/edit_methods.h"
#include "services/entries/entry_rules.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"

namespace lectern::entries {
namespace {

using storage::EntryRecords;

// The index and the part of it that hold what the request asks for.
absl::StatusOr<aip::Listing> ListingOf(const v1::ListEntriesRequest& request) {
  ASSIGN_OR_RETURN(aip::EqualityFilter filter, aip::ParseFilter(request.filter(), {"country", "topic"}));
  aip::Listing listing{&EntryRecords(), &EntryRecords().StandardIndex(), {}, storage::Direction::kForward, nullptr};
  if (const std::string& order = request.order_by(); !order.empty()) {
    if (order != "publish_time" && order != "publish_time desc" && order != "publisher")
      return aip::FieldFault(v1::ERROR_REASON_ORDER_UNSUPPORTED, "order_by",
                             "is none of: empty (page order), publish_time, publish_time desc, publisher");
    if (!filter.empty())
      return aip::FieldFault(v1::ERROR_REASON_ORDER_UNSUPPORTED, "order_by",
                             "goes with an empty filter; a filtered listing comes in page order");
    listing.index =
        EntryRecords().FindIndex(order == "publisher" ? storage::kEntriesByPublisher : storage::kEntriesByPublishTime);
    if (order.ends_with(" desc")) listing.direction = storage::Direction::kBackward;
    return listing;
  }
  if (filter.contains("country")) {
    listing.prefix.push_back(filter["country"]);
    if (filter.contains("topic")) listing.prefix.push_back(filter["topic"]);
  } else if (filter.contains("topic")) {
    listing.index = EntryRecords().FindIndex(storage::kEntriesByTopic);
    listing.prefix.push_back(filter["topic"]);
  }
  return listing;
}

}  // namespace

void AddEntryMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetEntryRequest>("lectern.v1.EntryService/GetEntry",
                                   [&backend](rpc::CallPtr call, v1::GetEntryRequest request) {
                                     aip::Get(backend, call, EntryRecords(), request.name(), request.view());
                                   });
  methods.Add<v1::ListEntriesRequest>(
      "lectern.v1.EntryService/ListEntries", [&backend](rpc::CallPtr call, v1::ListEntriesRequest request) {
        absl::StatusOr<aip::Listing> listing = ListingOf(request);
        if (!listing.ok()) return call->Finish(listing.status());
        aip::List(backend, call, *std::move(listing), aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchGetEntriesRequest>(
      "lectern.v1.EntryService/BatchGetEntries", [&backend](rpc::CallPtr call, v1::BatchGetEntriesRequest request) {
        aip::BatchGet(backend, call, EntryRecords(), {request.names().begin(), request.names().end()}, request.view());
      });
  methods.Add<v1::CreateEntryRequest>(
      "lectern.v1.EntryService/CreateEntry", [&backend](rpc::CallPtr call, v1::CreateEntryRequest incoming) {
        const auto request = std::make_shared<const v1::CreateEntryRequest>(std::move(incoming));
        editing::Create(backend, call, request, EntryRules(), request->entry(), "entry",
                        editing::WriteRequestOf(*request));
      });
  methods.Add<v1::UpdateEntryRequest>(
      "lectern.v1.EntryService/UpdateEntry", [&backend](rpc::CallPtr call, v1::UpdateEntryRequest incoming) {
        const auto request = std::make_shared<const v1::UpdateEntryRequest>(std::move(incoming));
        editing::Update(backend, call, request, EntryRules(), request->entry(), request->update_mask(), "entry",
                        editing::WriteRequestOf(*request));
      });
  methods.Add<v1::DeleteEntryRequest>("lectern.v1.EntryService/DeleteEntry",
                                      [&backend](rpc::CallPtr call, v1::DeleteEntryRequest request) {
                                        editing::Delete(backend, call, EntryRecords(), request.name(), request.etag(),
                                                        editing::WriteRequestOf(request));
                                      });
  methods.Add<v1::BatchUpsertEntriesRequest>("lectern.v1.EntryService/BatchUpsertEntries",
                                             [&backend](rpc::CallPtr call, v1::BatchUpsertEntriesRequest request) {
                                               editing::UpsertAll(
                                                   backend, call, EntryRules(), std::move(request), "entry",
                                                   [](const v1::UpsertEntryItem& item) { return &item.entry(); });
                                             });
}

}  // namespace lectern::entries
