#include "services/taxonomy/taxonomy_service.h"

#include "lectern/v1/taxonomy_service.pb.h"
#include "services/editing/collection.h"
#include "storage/records/kinds.h"

namespace lectern::taxonomy {
namespace {

struct TopicRequests {
  using Get = v1::GetTopicRequest;
  using List = v1::ListTopicsRequest;
  using BatchGet = v1::BatchGetTopicsRequest;
  using ListRevisions = v1::ListTopicRevisionsRequest;
  using Create = v1::CreateTopicRequest;
  using Update = v1::UpdateTopicRequest;
  using Delete = v1::DeleteTopicRequest;
  using Undelete = v1::UndeleteTopicRequest;
  using Upsert = v1::BatchUpsertTopicsRequest;
  using Rollback = v1::RollbackTopicRequest;
};

struct ThemeRequests {
  using Get = v1::GetThemeRequest;
  using List = v1::ListThemesRequest;
  using BatchGet = v1::BatchGetThemesRequest;
  using ListRevisions = v1::ListThemeRevisionsRequest;
  using Create = v1::CreateThemeRequest;
  using Update = v1::UpdateThemeRequest;
  using Delete = v1::DeleteThemeRequest;
  using Undelete = v1::UndeleteThemeRequest;
  using Upsert = v1::BatchUpsertThemesRequest;
  using Rollback = v1::RollbackThemeRequest;
};

const aip::ListingRules kTopicListing{.kind = &storage::TopicRecords()};
const aip::ListingRules kThemeListing{.kind = &storage::ThemeRecords()};

const editing::Collection& Topics() {
  static const editing::Collection collection{.service = "lectern.v1.TaxonomyService",
                                              .singular = "Topic",
                                              .plural = "Topics",
                                              .field = "topic",
                                              .rules = &TopicRules(),
                                              .listing = &kTopicListing};
  return collection;
}

const editing::Collection& Themes() {
  static const editing::Collection collection{.service = "lectern.v1.TaxonomyService",
                                              .singular = "Theme",
                                              .plural = "Themes",
                                              .field = "theme",
                                              .rules = &ThemeRules(),
                                              .listing = &kThemeListing};
  return collection;
}

}  // namespace

const editing::ResourceRules& TopicRules() {
  static const editing::ResourceRules rules{.kind = &storage::TopicRecords(), .kept_while_named = true};
  return rules;
}

const editing::ResourceRules& ThemeRules() {
  static const editing::ResourceRules rules{.kind = &storage::ThemeRecords(), .kept_while_named = true};
  return rules;
}

void AddTaxonomyMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  editing::AddCollection<TopicRequests>(backend, methods, Topics());
  editing::AddCollection<ThemeRequests>(backend, methods, Themes());
}

std::vector<const editing::Collection*> TaxonomyCollections() { return {&Topics(), &Themes()}; }

}  // namespace lectern::taxonomy
