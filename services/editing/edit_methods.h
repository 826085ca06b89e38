// Create, Update, Delete and BatchUpsert over any kind of resource.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/aip/read_methods.h"
#include "services/aip/request_hash.h"
#include "services/editing/edit_session.h"

namespace lectern::editing {

inline constexpr int kMaxItems = 128;

// One item of a BatchUpsert; what it points at lives as long as the request.
struct UpsertItem {
  const Message* resource = nullptr;
  const FieldMask* mask = nullptr;
};

// The fields every write has.
template <class Request>
aip::WriteRequest WriteRequestOf(const Request& request) {
  return {request.request_id(), aip::WriteHash(request), request.validate_only()};
}

// Ends `call` with a BatchUpsertResponse. `request` holds what `items` and `publication` (may be null) point at;
// `item_path` names the resource in an item, for paths of errors: "entry". All items or none.
void BatchUpsert(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
                 const ResourceRules& rules, std::vector<UpsertItem> items, std::string item_path,
                 const v1::Publication* publication, aip::WriteRequest write);

// The same for a request of the contract; `resource_of` gives the resource of an item.
template <class Request, class ResourceOf>
void UpsertAll(const aip::Backend& backend, const rpc::CallPtr& call, const ResourceRules& rules, Request incoming,
               std::string item_path, ResourceOf resource_of) {
  const auto request = std::make_shared<const Request>(std::move(incoming));
  std::vector<UpsertItem> items;
  for (const auto& item : request->items()) items.push_back({resource_of(item), &item.update_mask()});
  const v1::Publication* publication = nullptr;
  if constexpr (requires { request->publication(); })
    if (request->has_publication()) publication = &request->publication();
  BatchUpsert(backend, call, request, rules, std::move(items), std::move(item_path), publication,
              WriteRequestOf(*request));
}

// Each ends `call` with the resource as the write left it, or would leave it for validate_only.
void Create(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
            const ResourceRules& rules, const Message& resource, std::string path, aip::WriteRequest write);
void Update(const aip::Backend& backend, const rpc::CallPtr& call, std::shared_ptr<const Message> request,
            const ResourceRules& rules, const Message& resource, const FieldMask& mask, std::string path,
            aip::WriteRequest write);

// Ends `call` with google.protobuf.Empty.
void Delete(const aip::Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind, std::string name,
            std::string etag, aip::WriteRequest write);

}  // namespace lectern::editing
