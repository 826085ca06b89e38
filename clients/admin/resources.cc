#include "clients/admin/resources.h"

#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "clients/admin/fields.h"
#include "fmt/format.h"
#include "google/api/resource.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/empty.pb.h"
#include "lectern/v1/country_service.pb.h"
#include "lectern/v1/entry_service.pb.h"
#include "lectern/v1/site_service.pb.h"
#include "lectern/v1/taxonomy_service.pb.h"
#include "lectern/v1/teacher_resource_service.pb.h"

namespace lectern::admin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

// Where a kind's methods are: the service, the resource, and the file in which all of its requests stand.
struct Place {
  std::string_view service;
  const Descriptor* resource;
  const google::protobuf::FileDescriptor* requests;
};

Place PlaceOf(Kind kind) {
  switch (kind) {
    case Kind::kCountry:
      return {"CountryService", v1::Country::descriptor(), v1::GetCountryRequest::descriptor()->file()};
    case Kind::kCountryPage:
      return {"CountryService", v1::CountryPage::descriptor(), v1::GetCountryPageRequest::descriptor()->file()};
    case Kind::kEntry:
      return {"EntryService", v1::Entry::descriptor(), v1::GetEntryRequest::descriptor()->file()};
    case Kind::kHotline:
      return {"CountryService", v1::Hotline::descriptor(), v1::GetHotlineRequest::descriptor()->file()};
    case Kind::kSite:
      return {"SiteService", v1::Site::descriptor(), v1::GetSiteRequest::descriptor()->file()};
    case Kind::kTeacherResource:
      return {"TeacherResourceService", v1::TeacherResource::descriptor(),
              v1::GetTeacherResourceRequest::descriptor()->file()};
    case Kind::kTheme:
      return {"TaxonomyService", v1::Theme::descriptor(), v1::GetThemeRequest::descriptor()->file()};
    case Kind::kTopic:
      break;
  }
  return {"TaxonomyService", v1::Topic::descriptor(), v1::GetTopicRequest::descriptor()->file()};
}

std::string MethodName(const Descriptor& resource, Action action) {
  const std::string& one = resource.name();
  std::string many = resource.options().GetExtension(google::api::resource).plural();
  many.front() = static_cast<char>(std::toupper(many.front()));
  switch (action) {
    case Action::kGet:
      return "Get" + one;
    case Action::kList:
      return "List" + many;
    case Action::kUpdate:
      return "Update" + one;
    case Action::kDelete:
      return "Delete" + one;
    case Action::kUndelete:
      return "Undelete" + one;
    case Action::kListRevisions:
      return fmt::format("List{}Revisions", one);
    case Action::kRollback:
      break;
  }
  return "Rollback" + one;
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::vector<std::string_view> Segments(std::string_view name) {
  std::vector<std::string_view> segments;
  while (true) {
    const size_t slash = name.find('/');
    segments.push_back(name.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    name.remove_prefix(slash + 1);
  }
}

}  // namespace

std::optional<Kind> KindOf(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Kind>, 5> kTop = {{{"countries", Kind::kCountry},
                                                                      {"entries", Kind::kEntry},
                                                                      {"teacherResources", Kind::kTeacherResource},
                                                                      {"themes", Kind::kTheme},
                                                                      {"topics", Kind::kTopic}}};
  constexpr std::array<std::pair<std::string_view, Kind>, 2> kOfCountry = {
      {{"hotlines", Kind::kHotline}, {"pages", Kind::kCountryPage}}};
  name = name.substr(0, name.find('@'));
  if (name == "site") return Kind::kSite;
  const auto segments = Segments(name);
  for (const std::string_view segment : segments)
    if (segment.empty()) return std::nullopt;
  if (segments.size() == 2)
    for (const auto& [collection, kind] : kTop)
      if (segments[0] == collection) return kind;
  if (segments.size() == 4 && segments[0] == "countries")
    for (const auto& [collection, kind] : kOfCountry)
      if (segments[2] == collection) return kind;
  return std::nullopt;
}

std::string_view NameForms() {
  return "entries/ID, countries/CC, countries/CC/pages/TOPIC, countries/CC/hotlines/ID, topics/TOPIC, themes/THEME, "
         "teacherResources/ID, site";
}

bool HasLifecycle(Kind kind) { return PlaceOf(kind).resource->FindFieldByName("lifecycle") != nullptr; }

std::optional<Method> MethodOf(Kind kind, Action action) {
  const Place place = PlaceOf(kind);
  const std::string name = MethodName(*place.resource, action);
  const Descriptor* request = place.requests->FindMessageTypeByName(name + "Request");
  if (request == nullptr) return std::nullopt;
  const Descriptor* answer = place.resource;
  if (action == Action::kList || action == Action::kListRevisions)
    answer = place.requests->FindMessageTypeByName(name + "Response");
  if (action == Action::kDelete) answer = google::protobuf::Empty::descriptor();
  if (answer == nullptr) return std::nullopt;
  return Method{fmt::format("/lectern.v1.{}/{}", place.service, name), NewMessage(*request), NewMessage(*answer)};
}

grpc::Status Call(Connection& connection, Method& method) {
  return connection.Call(method.path, *method.request, *method.answer);
}

grpc::Status GetResource(Connection& connection, Kind kind, const std::string& name, v1::View view, int64_t at,
                         std::unique_ptr<Message>& resource) {
  Method get = *MethodOf(kind, Action::kGet);
  SetText(*get.request, "name", name);
  SetNumber(*get.request, "view", view);
  SetNumber(*get.request, "read_revision", at);
  const grpc::Status status = Call(connection, get);
  if (status.ok()) resource = std::move(get.answer);
  return status;
}

}  // namespace lectern::admin
