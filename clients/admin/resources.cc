#include "clients/admin/resources.h"

#include <array>
#include <utility>
#include <vector>

namespace lectern::admin {
namespace {

using google::protobuf::Message;

std::vector<std::string_view> Segments(std::string_view name) {
  std::vector<std::string_view> segments;
  while (true) {
    const size_t slash = name.find('/');
    segments.push_back(name.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    name.remove_prefix(slash + 1);
  }
}

template <typename Api, typename Request, typename Resource>
grpc::Status Get(Connection& connection, grpc::Status (Api::*method)(grpc::ClientContext*, const Request&, Resource*),
                 const std::string& name, v1::View view, std::unique_ptr<Message>& resource) {
  Request request;
  request.set_name(name);
  request.set_view(view);
  auto answer = std::make_unique<Resource>();
  const grpc::Status status = connection.Call(method, request, *answer);
  if (status.ok()) resource = std::move(answer);
  return status;
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

grpc::Status GetResource(Connection& connection, Kind kind, const std::string& name, v1::View view,
                         std::unique_ptr<Message>& resource) {
  switch (kind) {
    case Kind::kCountry:
      return Get(connection, &CountryApi::GetCountry, name, view, resource);
    case Kind::kCountryPage:
      return Get(connection, &CountryApi::GetCountryPage, name, view, resource);
    case Kind::kEntry:
      return Get(connection, &EntryApi::GetEntry, name, view, resource);
    case Kind::kHotline:
      return Get(connection, &CountryApi::GetHotline, name, view, resource);
    case Kind::kSite:
      return Get(connection, &SiteApi::GetSite, name, view, resource);
    case Kind::kTeacherResource:
      return Get(connection, &TeacherResourceApi::GetTeacherResource, name, view, resource);
    case Kind::kTheme:
      return Get(connection, &TaxonomyApi::GetTheme, name, view, resource);
    case Kind::kTopic:
      return Get(connection, &TaxonomyApi::GetTopic, name, view, resource);
  }
  return {grpc::StatusCode::INTERNAL, "no such kind"};
}

}  // namespace lectern::admin
