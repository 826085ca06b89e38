#include "clients/admin/import/uploader.h"

#include "clients/admin/random_id.h"

namespace lectern::admin {
namespace {

// Tag and length in front of an item, at most.
constexpr size_t kItemFrame = 16;

// The paths that name the country of an item, or stand below it.
bool NamesCountry(const FieldProblem& problem) {
  return problem.field.ends_with(".country") || problem.field.ends_with(".name");
}

// Takes off `result`, that of a new item, what is wrong with it only because its country is not there.
void Forgive(const std::string& name, ItemResult& result) {
  if (!result.refusal || result.refusal->code != grpc::StatusCode::INVALID_ARGUMENT) return;
  std::erase_if(result.refusal->fields, NamesCountry);
  if (result.refusal->fields.empty()) result = {name, v1::UPSERT_OUTCOME_CREATED, std::nullopt};
}

}  // namespace

template <typename Api, typename Request, typename Resource, typename Place>
grpc::Status Uploader::UpsertAll(grpc::Status (Api::*method)(grpc::ClientContext*, const Request&,
                                                             v1::BatchUpsertResponse*),
                                 const std::vector<Resource>& resources, bool publish, Place place,
                                 std::vector<ItemResult>& results) {
  const SendRange send = [&](Range range, v1::BatchUpsertResponse& answer) {
    Request request;
    for (size_t i = range.begin; i < range.end; ++i) place(*request.add_items()) = resources[i];
    if (publish && options_.publication) *request.mutable_publication() = *options_.publication;
    request.set_request_id(RandomUuid());
    request.set_validate_only(options_.validate_only);
    return connection_.Call(method, request, answer);
  };
  std::vector<size_t> sizes;
  for (const Resource& resource : resources) sizes.push_back(resource.ByteSizeLong() + kItemFrame);
  grpc::Status status;
  const size_t before = results.size();
  for (const Range batch : CutIntoBatches(sizes, kMostItems, kMostBytes)) {
    status = SendBisecting(batch, send, connection_.caller(), results);
    if (!status.ok()) break;
  }
  if (country_lacks_)
    for (size_t i = before; i < results.size(); ++i) Forgive(resources[i - before].name(), results[i]);
  return status;
}

grpc::Status Uploader::EnsureCountry(const std::string& name) {
  country_lacks_ = false;
  if (name.empty() || countries_.contains(name)) return grpc::Status::OK;
  // An upsert without a mask would empty what editors added to a country that is there.
  v1::GetCountryRequest get;
  get.set_name(name);
  get.set_view(v1::VIEW_BASIC);
  v1::Country present;
  grpc::Status status = connection_.Call(&CountryApi::GetCountry, get, present);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
    v1::BatchUpsertCountriesRequest request;
    request.add_items()->mutable_country()->set_name(name);
    request.set_request_id(RandomUuid());
    request.set_validate_only(options_.validate_only);
    v1::BatchUpsertResponse answer;
    status = connection_.Call(&CountryApi::BatchUpsertCountries, request, answer);
    country_lacks_ = options_.validate_only;
  }
  if (status.ok() && !country_lacks_) countries_.insert(name);
  return status;
}

grpc::Status Uploader::Upsert(const std::vector<v1::Entry>& entries, std::vector<ItemResult>& results) {
  return UpsertAll(
      &EntryApi::BatchUpsertEntries, entries, true,
      [](v1::UpsertEntryItem& item) -> v1::Entry& { return *item.mutable_entry(); }, results);
}

grpc::Status Uploader::Upsert(const std::vector<v1::Hotline>& hotlines, std::vector<ItemResult>& results) {
  return UpsertAll(
      &CountryApi::BatchUpsertHotlines, hotlines, false,
      [](v1::UpsertHotlineItem& item) -> v1::Hotline& { return *item.mutable_hotline(); }, results);
}

grpc::Status Uploader::Upsert(const std::vector<v1::CountryPage>& pages, std::vector<ItemResult>& results) {
  return UpsertAll(
      &CountryApi::BatchUpsertCountryPages, pages, true,
      [](v1::UpsertCountryPageItem& item) -> v1::CountryPage& { return *item.mutable_country_page(); }, results);
}

grpc::Status Uploader::Upsert(const std::vector<v1::TeacherResource>& resources, std::vector<ItemResult>& results) {
  return UpsertAll(
      &TeacherResourceApi::BatchUpsertTeacherResources, resources, true,
      [](v1::UpsertTeacherResourceItem& item) -> v1::TeacherResource& { return *item.mutable_teacher_resource(); },
      results);
}

}  // namespace lectern::admin
