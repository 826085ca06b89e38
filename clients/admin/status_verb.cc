#include <string>

#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

// Whether it answers, how far behind the store it is, and how large.
std::string IndexText(const v1::GetStatusResponse& status) {
  const v1::SearchIndexStatus& index = status.search_index();
  std::string text = index.ready() ? "ready" : "being built";
  const int64_t behind = status.revision() - index.revision();
  text += fmt::format(", at revision {}", index.revision());
  if (behind > 0) text += fmt::format(" ({} behind)", behind);
  // Others are told of none.
  if (status.role() >= v1::ROLE_EDITOR) text += fmt::format(", {} documents", index.documents());
  return fmt::format("{}, {} on disk, {} in memory", text, SizeText(index.disk_bytes()),
                     SizeText(index.memory_bytes()));
}

ExitCode ShowStatus(Session& session) {
  v1::GetStatusResponse answer;
  const grpc::Status status = session.connection().Call(&AdminApi::GetStatus, v1::GetStatusRequest(), answer);
  if (!status.ok()) return session.Fail(status);
  if (session.json()) return session.PrintJson(answer);
  const Caller& caller = session.connection().caller();
  std::ostream& out = session.output().out;
  out << "Server                  " << caller.server << '\n'
      << "Key                     " << (caller.key_origin.empty() ? "none" : "from " + caller.key_origin) << '\n';
  if (!caller.acting_as.empty()) out << "Acting as               " << caller.acting_as << '\n';
  v1::GetStatusResponse rest = answer;
  rest.clear_search_index();
  session.PrintRecord(rest);
  if (answer.has_search_index()) out << "Search index            " << IndexText(answer) << '\n';
  return ExitCode::kOk;
}

}  // namespace

void AddStatusVerb(CLI::App& app, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("status", "Say what the server is, how much it holds, and who it takes you for");
  verb->callback([&chosen] { chosen = ShowStatus; });
}

}  // namespace lectern::admin
