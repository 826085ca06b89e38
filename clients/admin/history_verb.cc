// history and rollback.
#include <memory>
#include <string>

#include "clients/admin/fields.h"
#include "clients/admin/listing.h"
#include "clients/admin/random_id.h"
#include "clients/admin/resources.h"
#include "clients/admin/rows.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct HistoryOptions {
  std::string name;
  Paging paging;
};

ExitCode History(Session& session, const HistoryOptions& options) {
  const auto kind = KindOf(options.name);
  if (!kind) return FailName(session, options.name);
  Method method = *MethodOf(*kind, Action::kListRevisions);
  SetText(*method.request, "name", options.name);
  return PrintListing(session, std::move(method), {RevisionColumns(), RevisionRow}, options.paging, options.name);
}

struct RollbackOptions {
  std::string name;
  int64_t revision = 0;
  std::string etag;
};

ExitCode Rollback(Session& session, const RollbackOptions& options) {
  const auto kind = KindOf(options.name);
  if (!kind) return FailName(session, options.name);
  Method method = *MethodOf(*kind, Action::kRollback);
  SetText(*method.request, "name", options.name);
  SetNumber(*method.request, "revision", options.revision);
  SetText(*method.request, "etag", options.etag);
  SetText(*method.request, "request_id", RandomUuid());
  const grpc::Status status = Call(session.connection(), method);
  if (!status.ok()) return session.Fail(status, options.name);
  if (session.json()) return session.PrintJson(*method.answer);
  session.output().out << fmt::format("{} has the content of revision {} again, as revision {}\n",
                                      Printable(options.name), options.revision, NumberIn(*method.answer, "revision"));
  return ExitCode::kOk;
}

}  // namespace

void AddHistoryVerbs(CLI::App& app, Verb& chosen) {
  auto history = std::make_shared<HistoryOptions>();
  CLI::App* verb = app.add_subcommand("history", "The states that a resource was in, the newest first");
  verb->add_option("NAME", history->name, std::string(NameForms()))->required()->check(Utf8());
  AddPagingOptions(*verb, history->paging);
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return History(session, *history); }; });

  auto rollback = std::make_shared<RollbackOptions>();
  verb = app.add_subcommand("rollback",
                            "Write the content of an earlier revision as the newest; whether it is published, and who "
                            "reviewed it, stays as it is");
  verb->add_option("NAME", rollback->name, std::string(NameForms()))->required()->check(Utf8());
  verb->add_option("REVISION", rollback->revision, "One that `lecternctl history NAME` shows")
      ->required()
      ->check(Revision());
  AddEtagOption(*verb, rollback->etag);
  verb->callback([=, &chosen] { chosen = [=](Session& session) { return Rollback(session, *rollback); }; });
}

}  // namespace lectern::admin
