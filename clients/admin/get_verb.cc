#include <memory>
#include <string>

#include "clients/admin/resources.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct GetOptions {
  std::string name;
  v1::View view = v1::VIEW_FULL;
  int64_t at = 0;
};

ExitCode Show(Session& session, const GetOptions& options) {
  const auto kind = KindOf(options.name);
  if (!kind) return FailName(session, options.name);
  if (options.at != 0 && options.name.find('@') != std::string::npos)
    return session.Fail(ExitCode::kUsage, "give the revision once: NAME@REVISION, or --at REVISION");
  std::unique_ptr<google::protobuf::Message> resource;
  const grpc::Status status =
      GetResource(session.connection(), *kind, options.name, options.view, options.at, resource);
  if (!status.ok()) return session.Fail(status, options.name);
  return session.PrintRecord(*resource);
}

}  // namespace

void AddGetVerb(CLI::App& app, Verb& chosen) {
  auto options = std::make_shared<GetOptions>();
  CLI::App* verb = app.add_subcommand("get", "Show one resource");
  verb->add_option("NAME", options->name,
                   fmt::format("{}; with @REVISION behind it, as that very commit wrote it", NameForms()))
      ->required()
      ->check(Utf8());
  verb->add_option("--at", options->at, "As it was when the catalogue stood at this revision")
      ->type_name("REVISION")
      ->check(Revision());
  verb->add_option_function<std::string>(
          "--view",
          [options](const std::string& view) { options->view = view == "basic" ? v1::VIEW_BASIC : v1::VIEW_FULL; },
          "basic or full (default)")
      ->check(CLI::IsMember({"basic", "full"}));
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Show(session, *options); }; });
}

}  // namespace lectern::admin
