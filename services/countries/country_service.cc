#include "services/countries/country_service.h"

#include "lectern/v1/country_service.pb.h"
#include "services/countries/country_rules.h"
#include "services/countries/hotline_state.h"
#include "services/editing/collection.h"
#include "storage/records/kinds.h"

namespace lectern::countries {
namespace {

struct CountryRequests {
  using Get = v1::GetCountryRequest;
  using List = v1::ListCountriesRequest;
  using BatchGet = v1::BatchGetCountriesRequest;
  using ListRevisions = v1::ListCountryRevisionsRequest;
  using Create = v1::CreateCountryRequest;
  using Update = v1::UpdateCountryRequest;
  using Delete = v1::DeleteCountryRequest;
  using Undelete = v1::UndeleteCountryRequest;
  using Upsert = v1::BatchUpsertCountriesRequest;
  using Rollback = v1::RollbackCountryRequest;
};

struct CountryPageRequests {
  using Get = v1::GetCountryPageRequest;
  using List = v1::ListCountryPagesRequest;
  using BatchGet = v1::BatchGetCountryPagesRequest;
  using ListRevisions = v1::ListCountryPageRevisionsRequest;
  using Create = v1::CreateCountryPageRequest;
  using Update = v1::UpdateCountryPageRequest;
  using Delete = v1::DeleteCountryPageRequest;
  using Undelete = v1::UndeleteCountryPageRequest;
  using Upsert = v1::BatchUpsertCountryPagesRequest;
  using Rollback = v1::RollbackCountryPageRequest;
};

struct HotlineRequests {
  using Get = v1::GetHotlineRequest;
  using List = v1::ListHotlinesRequest;
  using BatchGet = v1::BatchGetHotlinesRequest;
  using ListRevisions = v1::ListHotlineRevisionsRequest;
  using Create = v1::CreateHotlineRequest;
  using Update = v1::UpdateHotlineRequest;
  using Delete = v1::DeleteHotlineRequest;
  using Undelete = v1::UndeleteHotlineRequest;
  using Upsert = v1::BatchUpsertHotlinesRequest;
  using Rollback = v1::RollbackHotlineRequest;
};

const aip::ListingRules kCountryListing{.kind = &storage::CountryRecords(),
                                        .orders = {{storage::kByDisplayName, storage::kByDisplayName}}};
const aip::ListingRules kPageListing{.kind = &storage::CountryPageRecords()};
const aip::ListingRules kHotlineListing{.kind = &storage::HotlineRecords()};

const editing::Collection& Countries() {
  static const editing::Collection collection{.service = "lectern.v1.CountryService",
                                              .singular = "Country",
                                              .plural = "Countries",
                                              .field = "country",
                                              .rules = &CountryRules(),
                                              .listing = &kCountryListing};
  return collection;
}

const editing::Collection& CountryPages() {
  static const editing::Collection collection{.service = "lectern.v1.CountryService",
                                              .singular = "CountryPage",
                                              .plural = "CountryPages",
                                              .field = "country_page",
                                              .rules = &CountryPageRules(),
                                              .listing = &kPageListing};
  return collection;
}

const editing::Collection& Hotlines() {
  static const editing::Collection collection{.service = "lectern.v1.CountryService",
                                              .singular = "Hotline",
                                              .plural = "Hotlines",
                                              .field = "hotline",
                                              .rules = &HotlineRules(),
                                              .listing = &kHotlineListing,
                                              .decorate = HotlineDecorator};
  return collection;
}

}  // namespace

void AddCountryMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  editing::AddCollection<CountryRequests>(backend, methods, Countries());
  editing::AddCollection<CountryPageRequests>(backend, methods, CountryPages());
  editing::AddCollection<HotlineRequests>(backend, methods, Hotlines());
}

std::vector<const editing::Collection*> CountryCollections() { return {&Countries(), &CountryPages(), &Hotlines()}; }

}  // namespace lectern::countries
