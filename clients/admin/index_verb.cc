// index rebuild.
#include <memory>
#include <utility>

#include "clients/admin/operations.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

using google::longrunning::Operation;

std::string ProgressText(const Operation& operation) {
  v1::RebuildIndexMetadata so_far;
  if (!operation.metadata().UnpackTo(&so_far)) return "";
  return fmt::format("{} documents, revision {} of {}", so_far.documents(), so_far.revision(),
                     so_far.latest_revision());
}

std::string ResultText(const Operation& operation) {
  v1::RebuildIndexResponse built;
  operation.response().UnpackTo(&built);
  return fmt::format("rebuilt: the search index has {} documents and {} on disk", built.documents(),
                     SizeText(built.disk_bytes()));
}

ExitCode Rebuild(Session& session, bool wait) {
  Operation operation;
  const grpc::Status status = session.connection().Call(&AdminApi::RebuildIndex, v1::RebuildIndexRequest(), operation);
  if (!status.ok()) return session.Fail(status);
  return Follow(session, std::move(operation), wait, {"The rebuilding", ProgressText, ResultText});
}

}  // namespace

void AddIndexVerb(CLI::App& app, Verb& chosen) {
  auto no_wait = std::make_shared<bool>(false);
  CLI::App* index = app.add_subcommand("index", "The search index");
  CLI::App* rebuild = index->add_subcommand(
      "rebuild",
      "Build it anew beside the one that answers, which goes on answering until the new one knows all; wait for the "
      "end of it, or for the end of the one that is under way already");
  rebuild->add_flag("--no-wait", *no_wait, "Begin it, and print the operation to wait for");
  rebuild->callback([=, &chosen] { chosen = [=](Session& session) { return Rebuild(session, !*no_wait); }; });
}

}  // namespace lectern::admin
