#include <memory>
#include <string>
#include <vector>

#include "clients/admin/publication.h"
#include "clients/admin/random_id.h"
#include "clients/admin/record.h"
#include "clients/admin/resources.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

// Publishes the one resource `name`, unless it is already: what was reviewed keeps its review. Nothing but what clears
// it is named in the mask, so that nothing else of it can be touched. `pick` gives the resource of an item.
template <typename Resource, typename Api, typename Request, typename Pick>
grpc::Status PublishAs(Connection& connection, Kind kind,
                       grpc::Status (Api::*method)(grpc::ClientContext*, const Request&, v1::BatchUpsertResponse*),
                       const std::string& name, const PublicationOptions& options, Pick pick,
                       v1::BatchUpsertResponse& answer) {
  // An upsert would try to create what is not there.
  std::unique_ptr<google::protobuf::Message> found;
  if (grpc::Status status = GetResource(connection, kind, name, v1::VIEW_BASIC, found); !status.ok()) return status;
  const auto& present = dynamic_cast<const Resource&>(*found);
  if (present.lifecycle() == v1::LIFECYCLE_PUBLISHED) {
    v1::UpsertResult& result = *answer.add_results();
    result.set_name(name);
    result.set_outcome(v1::UPSERT_OUTCOME_UNCHANGED);
    result.set_revision(present.revision());
    return grpc::Status::OK;
  }
  Request request;
  auto& item = *request.add_items();
  Resource& resource = *pick(item);
  resource.set_name(name);
  resource.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  resource.mutable_review()->set_reviewer(options.reviewer);
  for (const char* path : {"lifecycle", "review"}) item.mutable_update_mask()->add_paths(path);
  if constexpr (requires { resource.set_identity_risk(options.identity_risk); }) {
    resource.set_identity_risk(options.identity_risk);
    item.mutable_update_mask()->add_paths("identity_risk");
  }
  request.set_request_id(RandomUuid());
  return connection.Call(method, request, answer);
}

grpc::Status PublishOne(Connection& connection, Kind kind, const std::string& name, const PublicationOptions& options,
                        v1::BatchUpsertResponse& answer) {
  switch (kind) {
    case Kind::kEntry:
      return PublishAs<v1::Entry>(
          connection, kind, &EntryApi::BatchUpsertEntries, name, options,
          [](auto& item) { return item.mutable_entry(); }, answer);
    case Kind::kCountryPage:
      return PublishAs<v1::CountryPage>(
          connection, kind, &CountryApi::BatchUpsertCountryPages, name, options,
          [](auto& item) { return item.mutable_country_page(); }, answer);
    case Kind::kHotline:
      return PublishAs<v1::Hotline>(
          connection, kind, &CountryApi::BatchUpsertHotlines, name, options,
          [](auto& item) { return item.mutable_hotline(); }, answer);
    default:
      return PublishAs<v1::TeacherResource>(
          connection, kind, &TeacherResourceApi::BatchUpsertTeacherResources, name, options,
          [](auto& item) { return item.mutable_teacher_resource(); }, answer);
  }
}

bool HasLifecycle(Kind kind) {
  return kind == Kind::kEntry || kind == Kind::kCountryPage || kind == Kind::kHotline || kind == Kind::kTeacherResource;
}

// Wrong names and a missing assessment are found before anything is written.
ExitCode Check(Session& session, const std::vector<std::string>& names, const PublicationOptions& options) {
  for (const std::string& name : names) {
    const auto kind = KindOf(name);
    if (!kind) return session.Fail(ExitCode::kUsage, fmt::format("'{}' names no resource", name));
    if (!HasLifecycle(*kind))
      return session.Fail(ExitCode::kUsage, fmt::format("{}: always visible, there is nothing to publish", name));
    if (*kind != Kind::kHotline && options.identity_risk == v1::IDENTITY_RISK_UNSPECIFIED)
      return session.Fail(ExitCode::kUsage, fmt::format("--identity-risk is required to publish {}", name));
  }
  return ExitCode::kOk;
}

ExitCode Publish(Session& session, const std::vector<std::string>& names, const PublicationOptions& options) {
  if (const ExitCode wrong = Check(session, names, options); wrong != ExitCode::kOk) return wrong;
  ExitCode code = ExitCode::kOk;
  v1::BatchUpsertResponse whole;
  for (const std::string& name : names) {
    v1::BatchUpsertResponse answer;
    const grpc::Status status = PublishOne(session.connection(), *KindOf(name), name, options, answer);
    if (!status.ok()) {
      const ExitCode failed = session.Fail(status, name);
      if (code == ExitCode::kOk) code = failed;
      if (failed == ExitCode::kUnreachable || failed == ExitCode::kNotAllowed) break;  // the next would fare no better
      continue;
    }
    whole.MergeFrom(answer);
  }
  if (session.json()) {
    session.PrintJson(whole);
  } else {
    for (const v1::UpsertResult& result : whole.results())
      session.output().out << (result.outcome() == v1::UPSERT_OUTCOME_UNCHANGED ? "published already " : "published ")
                           << Printable(result.name()) << '\n';
  }
  return code;
}

}  // namespace

void AddPublishVerb(CLI::App& app, Verb& chosen) {
  auto names = std::make_shared<std::vector<std::string>>();
  auto options = std::make_shared<PublicationOptions>();
  CLI::App* verb = app.add_subcommand("publish", "Show resources to everyone, after a review");
  verb->add_option("NAME", *names, "Entries, country pages, hotlines, teacher resources")->required()->check(Utf8());
  AddPublicationFlags(*verb, options).reviewed_by->required();
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Publish(session, *names, *options); }; });
}

}  // namespace lectern::admin
