#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "clients/admin/import/files.h"
#include "clients/admin/import/importer.h"
#include "clients/admin/import/progress.h"
#include "clients/admin/publication.h"
#include "clients/admin/random_id.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr size_t kOperationDigits = 16;

struct ImportOptions {
  std::vector<std::string> paths;
  bool publish = false;
  bool dry_run = false;
  std::shared_ptr<PublicationOptions> publication = std::make_shared<PublicationOptions>();
};

// What stopped the run, what is stored, and what to do.
void TellStop(Session& session, const Importer& importer, bool dry_run) {
  std::ostream& err = session.output().err;
  const Stop& stop = *importer.stop();
  err << "lecternctl: " << Text(stop.failure) << '\n';
  const int stored = importer.report().acknowledged();
  if (stop.failure.exit_code == ExitCode::kNotAllowed && stored == 0) return;
  err << fmt::format("The import stopped in {}. ", Printable(stop.file));
  if (dry_run) {
    err << "It was a dry run: nothing was stored.\n";
  } else if (stored == 0) {
    err << "The server acknowledged no entry; the same command can be run again.\n";
  } else {
    err << fmt::format(
        "The server acknowledged {} entries and keeps them; running the same command again completes the "
        "import.\n",
        stored);
  }
}

ExitCode ExitCodeOf(const Importer& importer) {
  if (importer.stop()) return importer.stop()->failure.exit_code;
  if (importer.bad_input()) return ExitCode::kBadInput;
  const ImportReport& report = importer.report();
  const bool conflict = std::any_of(report.pages.begin(), report.pages.end(),
                                    [](const auto& page) { return page.outcome == "conflict"; });
  return report.refused + report.conflicts > 0 || conflict || !report.refusals.empty() ? ExitCode::kRefused
                                                                                       : ExitCode::kOk;
}

ExitCode ImportLegacy(Session& session, const ImportOptions& options) {
  UploadOptions upload;
  if (options.publish) upload.publication = options.publication->ToProto();
  upload.validate_only = options.dry_run;
  const FileList list = FindFiles(options.paths);
  Output& output = session.output();
  auto progress = std::make_unique<Progress>(output.err, output.err_is_terminal, list.files.size());
  Importer importer(session, *progress, upload, "operations/legacy-" + RandomHex(kOperationDigits));
  for (const UnreadablePath& path : list.unreadable) importer.Refuse(path);
  for (const SourceFile& file : list.files) {
    if (importer.stop()) break;
    importer.Import(file);
  }
  progress.reset();
  if (importer.stop()) TellStop(session, importer, options.dry_run);
  // A run that was stopped before anything was stored has no result.
  if (importer.stop() && importer.report().acknowledged() == 0) return ExitCodeOf(importer);
  if (session.json()) {
    // What is not UTF-8 cannot get here (see SourceFile); a replacement is better than an exception all the same.
    output.out << ToJson(importer.report()).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else {
    Print(importer.report(), output.width, output.out);
    if (options.dry_run) output.out << "A dry run: nothing was stored.\n";
  }
  return ExitCodeOf(importer);
}

}  // namespace

void AddImportVerb(CLI::App& app, Verb& chosen) {
  CLI::App* import = app.add_subcommand("import", "Read files of other systems into the catalogue");
  auto options = std::make_shared<ImportOptions>();
  CLI::App* legacy = import->add_subcommand("legacy", "Country pages and lesson plans of the hand-kept site, as text");
  legacy->add_option("PATH", options->paths, "Files, and folders whose *.txt files are read")->required();
  CLI::Option* publish =
      legacy->add_flag("--publish", options->publish, "Publish what is imported (otherwise it lands as drafts)");
  const PublicationFlags flags = AddPublicationFlags(*legacy, options->publication);
  publish->needs(flags.reviewed_by)->needs(flags.identity_risk);
  flags.reviewed_by->needs(publish);
  flags.identity_risk->needs(publish);
  legacy->add_flag("--dry-run", options->dry_run, "Run every check of the server and store nothing");
  legacy->callback([=, &chosen] { chosen = [=](Session& session) { return ImportLegacy(session, *options); }; });
}

}  // namespace lectern::admin
