#include "services/countries/country_service.h"

#include "absl/time/clock.h"
#include "lectern/v1/country_service.pb.h"
#include "services/aip/violations.h"
#include "services/countries/country_rules.h"
#include "services/countries/hotline_state.h"
#include "services/editing/edit_methods.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"

namespace lectern::countries {
namespace {

// The part of an index by country that a parent names; all of it for "countries/-".
absl::StatusOr<storage::IndexParts> PrefixOf(const std::string& parent) {
  if (parent == "countries/-") return storage::IndexParts();
  if (storage::CountryRecords().KeyOf(parent)) return storage::IndexParts{parent};
  return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "parent",
                         "is no country such as countries/be, nor countries/- for all of them");
}

aip::Listing ListingOf(const storage::RecordKind& kind, storage::IndexParts prefix) {
  return {&kind, &kind.StandardIndex(), std::move(prefix), storage::Direction::kForward, nullptr};
}

void AddCountries(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetCountryRequest>(
      "lectern.v1.CountryService/GetCountry", [&backend](rpc::CallPtr call, v1::GetCountryRequest request) {
        aip::Get(backend, call, storage::CountryRecords(), request.name(), request.view());
      });
  methods.Add<v1::ListCountriesRequest>(
      "lectern.v1.CountryService/ListCountries", [&backend](rpc::CallPtr call, v1::ListCountriesRequest request) {
        aip::List(backend, call, ListingOf(storage::CountryRecords(), {}), aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchUpsertCountriesRequest>("lectern.v1.CountryService/BatchUpsertCountries",
                                               [&backend](rpc::CallPtr call, v1::BatchUpsertCountriesRequest request) {
                                                 editing::UpsertAll(
                                                     backend, call, CountryRules(), std::move(request), "country",
                                                     [](const v1::UpsertCountryItem& item) { return &item.country(); });
                                               });
}

void AddPages(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetCountryPageRequest>(
      "lectern.v1.CountryService/GetCountryPage", [&backend](rpc::CallPtr call, v1::GetCountryPageRequest request) {
        aip::Get(backend, call, storage::CountryPageRecords(), request.name(), request.view());
      });
  methods.Add<v1::ListCountryPagesRequest>(
      "lectern.v1.CountryService/ListCountryPages", [&backend](rpc::CallPtr call, v1::ListCountryPagesRequest request) {
        absl::StatusOr<storage::IndexParts> prefix = PrefixOf(request.parent());
        if (!prefix.ok()) return call->Finish(prefix.status());
        aip::List(backend, call, ListingOf(storage::CountryPageRecords(), *std::move(prefix)),
                  aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchUpsertCountryPagesRequest>(
      "lectern.v1.CountryService/BatchUpsertCountryPages",
      [&backend](rpc::CallPtr call, v1::BatchUpsertCountryPagesRequest request) {
        editing::UpsertAll(backend, call, CountryPageRules(), std::move(request), "country_page",
                           [](const v1::UpsertCountryPageItem& item) { return &item.country_page(); });
      });
}

void AddHotlines(const aip::Backend& backend, rpc::MethodTable& methods) {
  methods.Add<v1::GetHotlineRequest>("lectern.v1.CountryService/GetHotline", [&backend](rpc::CallPtr call,
                                                                                        v1::GetHotlineRequest request) {
    aip::Get(backend, call, storage::HotlineRecords(), request.name(), request.view(), HotlineDecorator(absl::Now()));
  });
  methods.Add<v1::ListHotlinesRequest>(
      "lectern.v1.CountryService/ListHotlines", [&backend](rpc::CallPtr call, v1::ListHotlinesRequest request) {
        absl::StatusOr<storage::IndexParts> prefix = PrefixOf(request.parent());
        if (!prefix.ok()) return call->Finish(prefix.status());
        aip::Listing listing = ListingOf(storage::HotlineRecords(), *std::move(prefix));
        listing.decorate = HotlineDecorator(absl::Now());
        aip::List(backend, call, std::move(listing), aip::PageRequestOf(*call, request));
      });
  methods.Add<v1::BatchUpsertHotlinesRequest>("lectern.v1.CountryService/BatchUpsertHotlines",
                                              [&backend](rpc::CallPtr call, v1::BatchUpsertHotlinesRequest request) {
                                                editing::UpsertAll(
                                                    backend, call, HotlineRules(), std::move(request), "hotline",
                                                    [](const v1::UpsertHotlineItem& item) { return &item.hotline(); });
                                              });
}

}  // namespace

void AddCountryMethods(const aip::Backend& backend, rpc::MethodTable& methods) {
  AddCountries(backend, methods);
  AddPages(backend, methods);
  AddHotlines(backend, methods);
}

}  // namespace lectern::countries
