#include "services/entries/entry_service.h"

#include "lectern/v1/entry_service.pb.h"
#include "services/editing/collection.h"
#include "services/entries/entry_rules.h"
#include "storage/records/kinds.h"

namespace lectern::entries {
namespace {

struct EntryRequests {
  using Get = v1::GetEntryRequest;
  using List = v1::ListEntriesRequest;
  using BatchGet = v1::BatchGetEntriesRequest;
  using ListRevisions = v1::ListEntryRevisionsRequest;
  using Create = v1::CreateEntryRequest;
  using Update = v1::UpdateEntryRequest;
  using Delete = v1::DeleteEntryRequest;
  using Undelete = v1::UndeleteEntryRequest;
  using Upsert = v1::BatchUpsertEntriesRequest;
  using Rollback = v1::RollbackEntryRequest;
};

const aip::ListingRules& EntryListing() {
  static const aip::ListingRules rules{
      .kind = &storage::EntryRecords(),
      .standard_order = "page",
      .orders = {{"publish_time", storage::kEntriesByPublishTime},
                 {"publisher", storage::kEntriesByPublisher},
                 {"title", storage::kByTitle}},
      .prefixes = {{"page", {"country", "topic"}}, {storage::kEntriesByTopic, {"topic", "country"}}}};
  return rules;
}

const editing::Collection& Entries() {
  static const editing::Collection collection{.service = "lectern.v1.EntryService",
                                              .singular = "Entry",
                                              .plural = "Entries",
                                              .field = "entry",
                                              .rules = &EntryRules(),
                                              .listing = &EntryListing()};
  return collection;
}

}  // namespace

void AddEntryMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  editing::AddCollection<EntryRequests>(backend, methods, Entries());
}

std::vector<const editing::Collection*> EntryCollections() { return {&Entries()}; }

}  // namespace lectern::entries
