// delete and undelete.
#include <memory>
#include <string>

#include "clients/admin/fields.h"
#include "clients/admin/random_id.h"
#include "clients/admin/resources.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct DeleteOptions {
  std::string name;
  std::string etag;
};

ExitCode Carry(Session& session, Action action, const DeleteOptions& options) {
  const auto kind = KindOf(options.name);
  if (!kind) return FailName(session, options.name);
  auto method = MethodOf(*kind, action);
  if (!method) return session.Fail(ExitCode::kUsage, fmt::format("{}: is always there", options.name));
  SetText(*method->request, "name", options.name);
  SetText(*method->request, "etag", options.etag);
  // A try whose answer was lost is not told "deleted already" by the next.
  SetText(*method->request, "request_id", RandomUuid());
  const grpc::Status status = Call(session.connection(), *method);
  if (!status.ok()) return session.Fail(status, options.name);
  if (session.json()) return session.PrintJson(*method->answer);
  if (action == Action::kDelete) {
    session.output().out << "deleted " << Printable(options.name) << '\n';
    session.output().err << "Until it is erased for good, `lecternctl undelete " << Printable(options.name)
                         << "` brings it back.\n";
  } else {
    session.output().out << "brought back " << Printable(options.name) << '\n';
  }
  return ExitCode::kOk;
}

void AddVerb(CLI::App& app, Verb& chosen, Action action, const char* name, const char* what) {
  auto options = std::make_shared<DeleteOptions>();
  CLI::App* verb = app.add_subcommand(name, what);
  verb->add_option("NAME", options->name, "Such as entries/ID or countries/CC/hotlines/ID")->required()->check(Utf8());
  AddEtagOption(*verb, options->etag);
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Carry(session, action, *options); }; });
}

}  // namespace

void AddDeleteVerbs(CLI::App& app, Verb& chosen) {
  AddVerb(app, chosen, Action::kDelete, "delete",
          "Take a resource out of every listing; editors can still get it, and bring it back for 30 days");
  AddVerb(app, chosen, Action::kUndelete, "undelete", "Bring back what was deleted");
}

}  // namespace lectern::admin
