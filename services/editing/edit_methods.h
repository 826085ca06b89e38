// The writing methods over any kind of resource.
#pragma once

#include <functional>
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

// Plans one change of one resource.
using PlanOne = std::function<absl::StatusOr<Edited>(EditSession&)>;

// Carries out a write of one resource, and ends `call` with the resource as the write left it, or would leave it for
// validate_only.
void WriteOne(const aip::Backend& backend, const rpc::CallPtr& call, const ResourceRules& rules, aip::Decorate decorate,
              aip::WriteRequest write, PlanOne plan_one);

// The same, ending `call` with google.protobuf.Empty.
void WriteAndForget(const aip::Backend& backend, const rpc::CallPtr& call, aip::WriteRequest write, PlanOne plan_one);

// Plans several changes, one a name. `plan_name` gets the name and the prefix for paths of errors: "names[3].".
using PlanName =
    std::function<absl::StatusOr<Edited>(EditSession&, const std::string& name, const std::string& prefix)>;
// Gets the results in the order of the names.
using NamesDone = std::function<void(const google::protobuf::RepeatedPtrField<v1::UpsertResult>&, storage::Revision)>;

// Carries out a write of the resources `names`, all or none; ends `call` where it is refused, otherwise `done` does.
// INVALID_ARGUMENT where there are none or more than 128.
void WriteNames(const aip::Backend& backend, const rpc::CallPtr& call, std::vector<std::string> names,
                std::shared_ptr<const v1::Publication> publication, aip::WriteRequest write, PlanName plan_name,
                NamesDone done);

}  // namespace lectern::editing
