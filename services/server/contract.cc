#include "services/server/contract.h"

#include "absl/time/clock.h"
#include "google/longrunning/operations.pb.h"
#include "lectern/v1/admin_service.pb.h"
#include "lectern/v1/change_service.pb.h"
#include "lectern/v1/country_service.pb.h"
#include "lectern/v1/entry_service.pb.h"
#include "lectern/v1/erasure_service.pb.h"
#include "lectern/v1/export_service.pb.h"
#include "lectern/v1/import_service.pb.h"
#include "lectern/v1/publication_service.pb.h"
#include "lectern/v1/search_service.pb.h"
#include "lectern/v1/site_service.pb.h"
#include "lectern/v1/taxonomy_service.pb.h"
#include "lectern/v1/teacher_resource_service.pb.h"
#include "services/admin/admin_service.h"
#include "services/changes/change_service.h"
#include "services/countries/country_rules.h"
#include "services/countries/country_service.h"
#include "services/countries/hotline_state.h"
#include "services/entries/entry_rules.h"
#include "services/entries/entry_service.h"
#include "services/erasure/erasure_service.h"
#include "services/export/export_service.h"
#include "services/imports/import_rows.h"
#include "services/imports/import_service.h"
#include "services/operations/compaction.h"
#include "services/operations/operation_service.h"
#include "services/publication/publication_service.h"
#include "services/search/search_service.h"
#include "services/site/site_service.h"
#include "services/taxonomy/taxonomy_service.h"
#include "services/teacher_resources/teacher_resource_service.h"
#include "storage/records/kinds.h"

namespace lectern::server {
namespace {

// The kinds that are published.
std::vector<const editing::ResourceRules*> PublishedRules() {
  return {&entries::EntryRules(), &countries::CountryPageRules(), &countries::HotlineRules(),
          &teacher_resources::TeacherResourceRules()};
}

// Every kind that is listed, for exports.
std::vector<exports::ListedKind> ListedKinds() {
  std::vector<exports::ListedKind> kinds;
  for (const auto& collections : {countries::CountryCollections(), entries::EntryCollections(),
                                  taxonomy::TaxonomyCollections(), teacher_resources::TeacherResourceCollections()})
    for (const editing::Collection* collection : collections) {
      exports::ListedKind& kind = kinds.emplace_back(exports::ListedKind{.listing = collection->listing});
      if (collection->decorate != nullptr) kind.decorator = [collection] { return collection->Decorator(); };
    }
  return kinds;
}

}  // namespace

std::vector<const google::protobuf::ServiceDescriptor*> ContractServices() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto* file : {google::longrunning::Operation::descriptor()->file(), v1::ApiKey::descriptor()->file(),
                           v1::Change::descriptor()->file(), v1::GetCountryRequest::descriptor()->file(),
                           v1::GetEntryRequest::descriptor()->file(), v1::ExpungeRequest::descriptor()->file(),
                           v1::BeginImportRequest::descriptor()->file(), v1::ExportRequest::descriptor()->file(),
                           v1::PublishRequest::descriptor()->file(), v1::SearchRequest::descriptor()->file(),
                           v1::GetSiteRequest::descriptor()->file(), v1::GetTopicRequest::descriptor()->file(),
                           v1::GetTeacherResourceRequest::descriptor()->file()})
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  return services;
}

std::vector<const editing::ResourceRules*> AllRules() {
  std::vector<const editing::ResourceRules*> rules = PublishedRules();
  for (const auto* others :
       {&countries::CountryRules(), &taxonomy::TopicRules(), &taxonomy::ThemeRules(), &site::SiteRules()})
    rules.push_back(others);
  return rules;
}

rpc::MethodTable ContractMethods(const aip::Backend& backend, auth::KeyRing& keys, operations::Jobs& jobs,
                                 search::IndexKeeper& keeper) {
  rpc::MethodTable methods;
  jobs.Register(operations::CompactionJob(backend.engine, [&keeper](const operations::JobContext& context) {
    return keeper.Purge([&context] { return context.StillWanted(); });
  }));
  jobs.Register(searching::RebuildJob(keeper));
  admin::AddAdminMethods(backend, keys, jobs, keeper, methods);
  changes::AddChangeMethods(
      backend, {{&storage::HotlineRecords(), [] { return countries::HotlineDecorator(absl::Now()); }}}, methods);
  countries::AddCountryMethods(backend, methods);
  entries::AddEntryMethods(backend, methods);
  operations::AddOperationMethods(backend, jobs, methods);
  erasure::AddErasureMethods(backend, jobs, AllRules(), imports::CheckNotStaged, methods);
  exports::AddExportMethods(backend, ListedKinds(), methods);
  static const imports::Rules import_rules = AllRules();
  imports::AddImportMethods(backend, jobs, import_rules, methods);
  publication::AddPublicationMethods(backend, PublishedRules(), methods);
  searching::AddSearchMethods(backend, keeper, methods);
  searching::AddRebuildMethod(backend, jobs, methods);
  site::AddSiteMethods(backend, methods);
  taxonomy::AddTaxonomyMethods(backend, methods);
  teacher_resources::AddTeacherResourceMethods(backend, methods);
  return methods;
}

}  // namespace lectern::server
