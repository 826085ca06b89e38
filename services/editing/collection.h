// The standard methods of a kind of resource: the same ten for each, by the names and field numbers of the contract
// (tests/unit/services/contract_test.cc holds it to them).
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/aip/listing_plan.h"
#include "services/aip/resource_name.h"
#include "services/editing/edit_methods.h"
#include "services/rpc/method_table.h"
#include "storage/engine/text.h"

namespace lectern::editing {

// What the methods of a kind work with. Lives as long as the server.
struct Collection {
  std::string_view service;   // "lectern.v1.EntryService"
  std::string_view singular;  // "Entry", as in GetEntry
  std::string_view plural;    // "Entries", as in ListEntries
  std::string_view field;     // "entry": what requests call the resource, for paths of errors
  const ResourceRules* rules = nullptr;
  const aip::ListingRules* listing = nullptr;
  // Fills in what depends on the moment of the answer; null where nothing does.
  aip::Decorate (*decorate)(absl::Time now) = nullptr;

  const storage::RecordKind& kind() const { return *rules->kind; }
  aip::Decorate Decorator() const { return decorate == nullptr ? aip::Decorate() : decorate(absl::Now()); }
  // Adds a read. Answers that depend on the moment are not kept.
  template <class Request, class Handle>
  void AddRead(rpc::MethodTable& methods, std::string name, Handle handle) const {
    if (decorate == nullptr)
      methods.AddKept<Request>(std::move(name), std::move(handle));
    else
      methods.Add<Request>(std::move(name), std::move(handle));
  }
  std::string Method(std::string_view verb, bool many) const {
    return absl::StrCat(Absl(service), "/", Absl(verb), Absl(many ? plural : singular));
  }
};

// Field 1 of a request to create or update, or of an item to upsert, is the resource.
inline const Message& ResourceOf(const Message& request) {
  return request.GetReflection()->GetMessage(request, request.GetDescriptor()->FindFieldByNumber(1));
}

template <class GetRequest>
void AddGet(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  collection.AddRead<GetRequest>(methods, collection.Method("Get", false), [&](rpc::CallPtr call, GetRequest request) {
    aip::Get(backend, call, collection.kind(), request.name(),
             {request.view(), request.read_revision(), collection.Decorator()});
  });
}

template <class RevisionsRequest>
void AddListRevisions(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  methods.Add<RevisionsRequest>(absl::StrCat(collection.Method("List", false), "Revisions"),
                                [&](rpc::CallPtr call, RevisionsRequest request) {
                                  aip::ListRevisions(backend, call, collection.kind(), request.name(),
                                                     aip::PageRequestOf(*call, request), collection.Decorator());
                                });
}

template <class Requests>
void AddReads(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  AddGet<typename Requests::Get>(backend, methods, collection);
  AddListRevisions<typename Requests::ListRevisions>(backend, methods, collection);
  using List = typename Requests::List;
  collection.AddRead<List>(methods, collection.Method("List", true), [&](rpc::CallPtr call, List request) {
    absl::StatusOr<storage::IndexParts> parent = storage::IndexParts();
    if constexpr (requires { request.parent(); }) parent = aip::PartsOfParent(request.parent());
    if (!parent.ok()) return call->Finish(parent.status());
    absl::StatusOr<aip::Listing> listing =
        aip::PlanListing(*collection.listing, call->audience(), aip::ListingRequestOf(request, *std::move(parent)));
    if (!listing.ok()) return call->Finish(listing.status());
    listing->decorate = collection.Decorator();
    aip::List(backend, call, *std::move(listing), aip::PageRequestOf(*call, request));
  });
  using BatchGet = typename Requests::BatchGet;
  collection.AddRead<BatchGet>(methods, collection.Method("BatchGet", true), [&](rpc::CallPtr call, BatchGet request) {
    aip::BatchGet(backend, call, collection.kind(), {request.names().begin(), request.names().end()},
                  {request.view(), request.read_revision(), collection.Decorator()});
  });
}

// A method that changes one resource: `plan` gets the session and the request.
template <class Request, class Plan>
void AddChange(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection,
               std::string_view verb, Plan plan) {
  methods.Add<Request>(
      collection.Method(verb, false), [&backend, &collection, plan](rpc::CallPtr call, Request incoming) {
        const auto request = std::make_shared<const Request>(std::move(incoming));
        WriteOne(backend, call, *collection.rules, collection.Decorator(), WriteRequestOf(*request),
                 [request, &collection, plan](EditSession& session) { return plan(session, collection, *request); });
      });
}

template <class UpdateRequest>
void AddUpdate(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  AddChange<UpdateRequest>(backend, methods, collection, "Update",
                           [](EditSession& session, const Collection& of, const UpdateRequest& request) {
                             bool allow_missing = false;
                             if constexpr (requires { request.allow_missing(); })
                               allow_missing = request.allow_missing();
                             return session.Update(*of.rules, ResourceOf(request), request.update_mask(), allow_missing,
                                                   absl::StrCat(Absl(of.field), "."));
                           });
}

template <class RollbackRequest>
void AddRollback(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  AddChange<RollbackRequest>(backend, methods, collection, "Rollback",
                             [](EditSession& session, const Collection& of, const RollbackRequest& request) {
                               return session.Rollback(*of.rules, request.name(), request.revision(), request.etag());
                             });
}

template <class Requests>
void AddWrites(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  AddUpdate<typename Requests::Update>(backend, methods, collection);
  AddRollback<typename Requests::Rollback>(backend, methods, collection);
  using Create = typename Requests::Create;
  AddChange<Create>(backend, methods, collection, "Create",
                    [](EditSession& session, const Collection& of, const Create& request) {
                      return session.Create(*of.rules, ResourceOf(request), absl::StrCat(Absl(of.field), "."));
                    });
  using Undelete = typename Requests::Undelete;
  AddChange<Undelete>(backend, methods, collection, "Undelete",
                      [](EditSession& session, const Collection& of, const Undelete& request) {
                        return session.Undelete(*of.rules, request.name(), request.etag());
                      });
  using Delete = typename Requests::Delete;
  methods.Add<Delete>(collection.Method("Delete", false), [&](rpc::CallPtr call, Delete incoming) {
    const auto request = std::make_shared<const Delete>(std::move(incoming));
    WriteAndForget(backend, call, WriteRequestOf(*request), [request, &collection](EditSession& session) {
      return session.Delete(*collection.rules, request->name(), request->etag());
    });
  });
  using Upsert = typename Requests::Upsert;
  methods.Add<Upsert>(collection.Method("BatchUpsert", true), [&](rpc::CallPtr call, Upsert incoming) {
    const auto request = std::make_shared<const Upsert>(std::move(incoming));
    std::vector<UpsertItem> items;
    for (const auto& item : request->items()) items.push_back({&ResourceOf(item), &item.update_mask()});
    const v1::Publication* publication = nullptr;
    if constexpr (requires { request->publication(); })
      if (request->has_publication()) publication = &request->publication();
    BatchUpsert(backend, call, request, *collection.rules, std::move(items), std::string(collection.field), publication,
                WriteRequestOf(*request));
  });
}

// All ten. `Requests` names their request types.
template <class Requests>
void AddCollection(const aip::Backend& backend, rpc::MethodTable& methods, const Collection& collection) {
  AddReads<Requests>(backend, methods, collection);
  AddWrites<Requests>(backend, methods, collection);
}

}  // namespace lectern::editing
