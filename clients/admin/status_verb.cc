#include "clients/admin/verbs.h"

namespace lectern::admin {
namespace {

ExitCode ShowStatus(Session& session) {
  v1::GetStatusResponse answer;
  const grpc::Status status = session.connection().Call(&AdminApi::GetStatus, v1::GetStatusRequest(), answer);
  if (!status.ok()) return session.Fail(status);
  if (!session.json()) {
    const Caller& caller = session.connection().caller();
    session.output().out << "Server                  " << caller.server << '\n'
                         << "Key                     "
                         << (caller.key_origin.empty() ? "none" : "from " + caller.key_origin) << '\n';
    if (!caller.acting_as.empty()) session.output().out << "Acting as               " << caller.acting_as << '\n';
  }
  return session.PrintRecord(answer);
}

}  // namespace

void AddStatusVerb(CLI::App& app, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("status", "Say what the server is, how much it holds, and who it takes you for");
  verb->callback([&chosen] { chosen = ShowStatus; });
}

}  // namespace lectern::admin
