// import legacy, csv, tsv, jsonl, bibtex, ris, csl; import resume, undo.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/admin/import/import_run.h"
#include "clients/admin/operations.h"
#include "clients/admin/publication.h"
#include "clients/admin/random_id.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"

namespace lectern::admin {
namespace {

struct Typed {
  ImportOptions options;
  bool publish = false;
  bool make_template = false;
  std::vector<std::string> merges;
  std::shared_ptr<PublicationOptions> publication = std::make_shared<PublicationOptions>();
};

std::string Named(const std::string& name) { return name.find('/') == std::string::npos ? "operations/" + name : name; }

// ITEM=ENTRY.
std::string CheckMerge(const std::string& text) {
  const size_t equals = text.find('=');
  const bool digits =
      equals != std::string::npos && equals > 0 && equals < 12 && text.find_first_not_of("0123456789") == equals;
  return digits && text.substr(equals + 1).starts_with("entries/") ? "" : "must be ITEM=entries/ID";
}

ExitCode Import(Session& session, const Typed& typed) {
  ImportOptions options = typed.options;
  if (typed.publish) options.publication = typed.publication->ToProto();
  for (const std::string& merge : typed.merges) {
    const size_t equals = merge.find('=');
    options.merges.emplace_back(std::stoll(merge.substr(0, equals)), merge.substr(equals + 1));
  }
  return ImportRun(session, std::move(options)).Run();
}

ExitCode PrintTemplate(Session& session, formats::Format format) {
  session.output().out << formats::TableTemplate(format);
  return ExitCode::kOk;
}

ExitCode Resume(Session& session, const std::string& name) {
  const std::string operation = Named(name);
  absl::StatusOr<ImportOptions> noted = NotedImport(operation);
  return ImportRun(session, noted.ok() ? *std::move(noted) : ImportOptions()).Resume(operation);
}

ExitCode Undo(Session& session, const std::string& name) {
  v1::UndoImportRequest request;
  request.set_operation(Named(name));
  request.set_request_id(RandomUuid());
  google::longrunning::Operation operation;
  if (grpc::Status begun = session.connection().Call(&ImportApi::UndoImport, request, operation); !begun.ok())
    return session.Fail(begun, request.operation());
  const std::string undo = operation.name();
  if (grpc::Status waited = WaitFor(session, undo, operation); !waited.ok()) return session.Fail(waited, undo);
  if (const ExitCode ended = EndOf(session, operation); ended != ExitCode::kOk) return ended;
  v1::UndoImportResponse response;
  operation.response().UnpackTo(&response);
  if (session.json()) {
    nlohmann::ordered_json json = {{"operation", undo},
                                   {"undone", response.undone()},
                                   {"conflictCount", response.conflict_count()},
                                   {"conflicts", nlohmann::ordered_json::array()}};
    for (const std::string& conflict : response.conflicts()) json["conflicts"].push_back(conflict);
    session.output().out << json.dump(2) << '\n';
  } else {
    for (const std::string& conflict : response.conflicts())
      session.output().out << fmt::format("{} was changed by others since and is left alone\n", Printable(conflict));
    session.output().out << fmt::format("{} undone, {} conflicts\n", response.undone(), response.conflict_count());
  }
  return response.conflict_count() == 0 ? ExitCode::kOk : ExitCode::kRefused;
}

// What every import takes.
void AddCommon(CLI::App& verb, const std::shared_ptr<Typed>& typed) {
  ImportOptions& options = typed->options;
  CLI::Option* publish =
      verb.add_flag("--publish", typed->publish, "Publish what is imported (otherwise it lands as drafts)");
  const PublicationFlags flags = AddPublicationFlags(verb, typed->publication);
  publish->needs(flags.reviewed_by)->needs(flags.identity_risk);
  flags.reviewed_by->needs(publish);
  flags.identity_risk->needs(publish);
  verb.add_option(
          "--source", options.source,
          "What the input is called: what the last import of the same brought and this one does not is reported "
          "as absent (by default the file's name; of pages, each by itself)")
      ->check(Utf8());
  auto* dry = verb.add_flag("--dry-run", options.dry_run,
                            "Run every check of the server, show the differences, and store nothing");
  verb.add_flag("--review", options.review, "Stop once the differences are known; `import resume` commits")
      ->excludes(dry);
  verb.add_flag("--keep-going", options.keep_going, "Import what is not refused although something is");
  verb.add_option("--merge", typed->merges,
                  "ITEM=entries/ID: merge that item (numbers as in --output json) into an entry instead of making one")
      ->check(CLI::Validator([](const std::string& text) { return CheckMerge(text); }, ""));
  verb.add_option("--report", options.html, "Write the report as an HTML page to look at")->type_name("FILE");
}

void AddLegacy(CLI::App& import, Verb& chosen) {
  auto typed = std::make_shared<Typed>();
  typed->options.format = "legacy";
  CLI::App* verb = import.add_subcommand("legacy", "Pages of the hand-kept site, as HTML or text");
  verb->add_option("PATH", typed->options.paths,
                   "Files, folders and zip archives; of the latter their *.txt, *.htm and *.html files")
      ->required();
  AddCommon(*verb, typed);
  verb->callback([typed, &chosen] { chosen = [typed](Session& session) { return Import(session, *typed); }; });
}

void AddTable(CLI::App& import, Verb& chosen, const std::string& name, const std::string& what) {
  auto typed = std::make_shared<Typed>();
  ImportOptions& options = typed->options;
  options.format = name;
  const formats::Format format = *TableFormat(name);
  const bool table = format == formats::Format::kCsv || format == formats::Format::kTsv;
  CLI::App* verb = import.add_subcommand(name, what);
  CLI::Option* paths = verb->add_option("FILE", options.paths, "Files to import");
  if (table) {
    paths->excludes(verb->add_flag("--template", typed->make_template,
                                   "Print a table with all columns, an explanation of each and an example"));
    verb->add_option("--map", options.header_map, "File with lines `Their header = column`, `-` for a column to ignore")
        ->type_name("FILE");
  } else {
    paths->required();
  }
  if (format != formats::Format::kJsonLines) {
    verb->add_option("--country", options.defaults.country, "Country of entries that name none: countries/be")
        ->check(Utf8());
    verb->add_option("--topic", options.defaults.topic, "Topic of entries that name none: topics/street-children")
        ->check(Utf8());
    verb->add_option("--section", options.defaults.section, "Section of entries that name none")->check(Utf8());
    verb->add_option("--language", options.defaults.language, "Language of entries that name none")->check(Utf8());
  }
  verb->add_option("--refused", options.refused_to,
                   "Where to write the records that are refused, each with the reason (default: FILE.refused)")
      ->type_name("FILE");
  AddCommon(*verb, typed);
  verb->callback([typed, format, &chosen] {
    if (!typed->make_template && typed->options.paths.empty()) throw CLI::RequiredError("FILE");
    chosen = [typed, format](Session& session) {
      return typed->make_template ? PrintTemplate(session, format) : Import(session, *typed);
    };
  });
}

void AddOfOperation(CLI::App& import, Verb& chosen, const std::string& verb_name, const std::string& what,
                    ExitCode (*run)(Session&, const std::string&)) {
  auto name = std::make_shared<std::string>();
  CLI::App* verb = import.add_subcommand(verb_name, what);
  verb->add_option("OPERATION", *name, "Name of the import, as it was printed: operations/ID")
      ->required()
      ->check(Utf8());
  verb->callback([name, run, &chosen] { chosen = [name, run](Session& session) { return run(session, *name); }; });
}

}  // namespace

void AddImportVerb(CLI::App& app, Verb& chosen) {
  CLI::App* import = app.add_subcommand("import", "Read files of other systems into the catalogue");
  import->require_subcommand(1);
  AddLegacy(*import, chosen);
  AddTable(*import, chosen, "csv", "Entries in a table, parted by commas");
  AddTable(*import, chosen, "tsv", "Entries in a table, parted by tabs");
  AddTable(*import, chosen, "jsonl", "Resources of all kinds, a line of JSON each, as an export writes them");
  AddTable(*import, chosen, "bibtex", "Entries of a bibliography in BibTeX or BibLaTeX");
  AddTable(*import, chosen, "ris", "Entries of a bibliography in RIS");
  AddTable(*import, chosen, "csl", "Entries of a bibliography in CSL-JSON");
  AddOfOperation(*import, chosen, "resume", "Take an import up where it stands", Resume);
  AddOfOperation(*import, chosen, "undo", "Take back all that an import has written", Undo);
}

}  // namespace lectern::admin
