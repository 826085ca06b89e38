#include <memory>
#include <string>

#include "clients/admin/resources.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

ExitCode Show(Session& session, const std::string& name, v1::View view) {
  const auto kind = KindOf(name);
  if (!kind)
    return session.Fail(ExitCode::kUsage, fmt::format("'{}' names no resource; names are {}", name, NameForms()));
  std::unique_ptr<google::protobuf::Message> resource;
  const grpc::Status status = GetResource(session.connection(), *kind, name, view, resource);
  if (!status.ok()) return session.Fail(status, name);
  return session.PrintRecord(*resource);
}

}  // namespace

void AddGetVerb(CLI::App& app, Verb& chosen) {
  struct Options {
    std::string name;
    std::string view = "full";
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("get", "Show one resource");
  verb->add_option("NAME", options->name, std::string(NameForms()))->required()->check(Utf8());
  verb->add_option("--view", options->view, "basic or full (default)")->check(CLI::IsMember({"basic", "full"}));
  verb->callback([=, &chosen] {
    const v1::View view = options->view == "basic" ? v1::VIEW_BASIC : v1::VIEW_FULL;
    chosen = [=](Session& session) { return Show(session, options->name, view); };
  });
}

}  // namespace lectern::admin
