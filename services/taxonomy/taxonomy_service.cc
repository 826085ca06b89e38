#include "services/taxonomy/taxonomy_service.h"

#include "lectern/v1/taxonomy_service.pb.h"
#include "services/editing/edit_methods.h"
#include "storage/records/kinds.h"

namespace lectern::taxonomy {
namespace {

aip::Listing ListingOf(const storage::RecordKind& kind) {
  return {&kind, &kind.StandardIndex(), {}, storage::Direction::kForward, nullptr};
}

}  // namespace

const editing::ResourceRules& TopicRules() {
  static const editing::ResourceRules rules{&storage::TopicRecords(), /*server_ids=*/false, nullptr};
  return rules;
}

const editing::ResourceRules& ThemeRules() {
  static const editing::ResourceRules rules{&storage::ThemeRecords(), /*server_ids=*/false, nullptr};
  return rules;
}

void AddTaxonomyMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetTopicRequest>("lectern.v1.TaxonomyService/GetTopic",
                                   [&backend](rpc::CallPtr call, v1::GetTopicRequest request) {
                                     aip::Get(backend, call, storage::TopicRecords(), request.name(), request.view());
                                   });
  methods.Add<v1::ListTopicsRequest>(
      "lectern.v1.TaxonomyService/ListTopics", [&backend](rpc::CallPtr call, v1::ListTopicsRequest request) {
        aip::List(backend, call, ListingOf(storage::TopicRecords()), aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchUpsertTopicsRequest>("lectern.v1.TaxonomyService/BatchUpsertTopics",
                                            [&backend](rpc::CallPtr call, v1::BatchUpsertTopicsRequest request) {
                                              editing::UpsertAll(
                                                  backend, call, TopicRules(), std::move(request), "topic",
                                                  [](const v1::UpsertTopicItem& item) { return &item.topic(); });
                                            });
  methods.Add<v1::GetThemeRequest>("lectern.v1.TaxonomyService/GetTheme",
                                   [&backend](rpc::CallPtr call, v1::GetThemeRequest request) {
                                     aip::Get(backend, call, storage::ThemeRecords(), request.name(), request.view());
                                   });
  methods.Add<v1::ListThemesRequest>(
      "lectern.v1.TaxonomyService/ListThemes", [&backend](rpc::CallPtr call, v1::ListThemesRequest request) {
        aip::List(backend, call, ListingOf(storage::ThemeRecords()), aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchUpsertThemesRequest>("lectern.v1.TaxonomyService/BatchUpsertThemes",
                                            [&backend](rpc::CallPtr call, v1::BatchUpsertThemesRequest request) {
                                              editing::UpsertAll(
                                                  backend, call, ThemeRules(), std::move(request), "theme",
                                                  [](const v1::UpsertThemeItem& item) { return &item.theme(); });
                                            });
}

}  // namespace lectern::taxonomy
