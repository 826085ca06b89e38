#include <memory>
#include <string>

#include "clients/admin/random_id.h"
#include "clients/admin/resources.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"
#include "google/protobuf/empty.pb.h"

namespace lectern::admin {
namespace {

ExitCode Delete(Session& session, const std::string& name) {
  const auto kind = KindOf(name);
  if (!kind) return session.Fail(ExitCode::kUsage, fmt::format("'{}' names no resource; give entries/ID", name));
  if (*kind != Kind::kEntry)
    return session.Fail(
        ExitCode::kUsage,
        fmt::format("{}: entries alone can be deleted (entries/ID), resources of other kinds cannot", name));
  v1::DeleteEntryRequest request;
  request.set_name(name);
  request.set_request_id(RandomUuid());  // a try whose answer was lost is not told "deleted already" by the next
  google::protobuf::Empty answer;
  const grpc::Status status = session.connection().Call(&EntryApi::DeleteEntry, request, answer);
  if (!status.ok()) return session.Fail(status, name);
  if (session.json()) return session.PrintJson(answer);
  session.output().out << "deleted " << Printable(name) << '\n';
  return ExitCode::kOk;
}

}  // namespace

void AddDeleteVerb(CLI::App& app, Verb& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("delete", "Take an entry out of every listing; editors can still get it");
  verb->add_option("NAME", *name, "entries/ID")->required()->check(Utf8());
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Delete(session, *name); }; });
}

}  // namespace lectern::admin
