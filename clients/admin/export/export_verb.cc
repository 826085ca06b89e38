#include <memory>
#include <string>
#include <vector>

#include "clients/admin/export/export_file.h"
#include "clients/admin/export/export_reader.h"
#include "clients/admin/progress.h"
#include "clients/admin/text_width.h"
#include "clients/admin/verbs.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {
namespace {

struct ExportOptions {
  std::vector<std::string> names;
  std::vector<std::string> kinds;
  std::vector<std::string> fields;
  std::string filter;
  std::string file;
  bool deleted = false;
};

// What the command line offers of a format.
struct FormatWords {
  v1::ExportFormat format;
  const char* name;
  const char* what;
  bool kinds;   // knows more than entries
  bool fields;  // can be cut to fields, and tell of deletions
};

constexpr FormatWords kFormats[] = {
    {v1::EXPORT_FORMAT_JSON_LINES, "jsonl", "All kinds, a line of JSON each: complete, and read again by an import",
     true, true},
    {v1::EXPORT_FORMAT_CSV, "csv", "Entries as a table (commas), read again by an import", false, true},
    {v1::EXPORT_FORMAT_TSV, "tsv", "Entries as a table (tabs), read again by an import", false, true},
    {v1::EXPORT_FORMAT_BIBTEX, "bibtex", "Entries as BibTeX, with the types and fields of BibLaTeX", false, false},
    {v1::EXPORT_FORMAT_RIS, "ris", "Entries as RIS", false, false},
    {v1::EXPORT_FORMAT_CSL_JSON, "csl", "Entries as CSL-JSON", false, false},
};

struct Exported {
  int64_t records = 0;
  int64_t revision = 0;
};

void PrintResult(Session& session, const Exported& exported, const ExportFile& file, const std::string& path) {
  // Where the export itself goes to standard output, nothing else does.
  std::ostream& out = file.is_stdout() ? session.output().err : session.output().out;
  if (session.json()) {
    const nlohmann::json result{
        {"records", exported.records}, {"revision", exported.revision}, {"file", file.is_stdout() ? "-" : path}};
    out << result.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  } else if (!file.is_stdout()) {
    out << fmt::format("{} records as of revision {} are in {}\n", exported.records, exported.revision,
                       Printable(path));
  }
}

ExitCode Export(Session& session, const FormatWords& words, const ExportOptions& options) {
  v1::ExportSelection selection;
  selection.set_format(words.format);
  for (const std::string& kind : options.kinds) selection.add_kinds(CamelCase(kind));
  for (const std::string& name : options.names) selection.add_names(name);
  for (const std::string& field : options.fields) selection.mutable_fields()->add_paths(field);
  selection.set_filter(options.filter);
  selection.set_show_deleted(options.deleted);

  ExportFile file(options.file, session.output().out);
  if (const absl::Status opened = file.Open(); !opened.ok())
    return session.Fail(ExitCode::kUsage, std::string(opened.message()));
  Exported exported;
  grpc::Status status;
  {
    Progress progress(session.output().err, session.output().err_is_terminal);
    progress.Begin("exporting", "records");
    const TakePart take = [&](const v1::ExportResponse& part) {
      exported.records += part.records();
      exported.revision = part.revision();
      const auto all = static_cast<double>(part.total_records());
      progress.At(exported.records, all > 0 ? static_cast<double>(exported.records) / all : -1);
      return file.Write(part.data());
    };
    status = ReadExport(session, selection, take, [&](const std::string& line) { progress.Say(line); });
  }
  if (!status.ok()) return session.Fail(status);
  const absl::Status finished = file.Finish();
  if (!finished.ok()) return session.Fail(ExitCode::kServerError, std::string(finished.message()));
  PrintResult(session, exported, file, options.file);
  return ExitCode::kOk;
}

void AddFormat(CLI::App& verb, Verb& chosen, const FormatWords& words) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* format = verb.add_subcommand(words.name, words.what);
  format->add_option("NAME", options->names, "These resources alone, in this order (default: all)")->check(Utf8());
  format
      ->add_option("--to", options->file,
                   "The file to write; it appears when it is whole (default: -, standard output)")
      ->type_name("FILE");
  format->add_option("--filter", options->filter, "Such as 'country = \"countries/be\"', for one kind")->check(Utf8());
  if (words.kinds)
    format
        ->add_option("--kind", options->kinds,
                     "Of these kinds alone, in this order: topics, themes, countries, entries, hotlines, "
                     "country-pages, teacher-resources, site; again for each, or with commas between")
        ->type_name("KIND")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(Utf8());
  if (words.fields) {
    format
        ->add_option("--fields", options->fields,
                     "These fields alone, with commas between, such as title_lines,publisher,url; the name is always "
                     "there")
        ->type_name("FIELD")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(Utf8());
    format->add_flag("--deleted", options->deleted, "Also tell what is deleted, by its name (editors)");
  }
  format->callback([&words, options, &chosen] {
    chosen = [&words, options](Session& session) { return Export(session, words, *options); };
  });
}

}  // namespace

void AddExportVerb(CLI::App& app, Verb& chosen) {
  CLI::App* verb = app.add_subcommand("export", "Write the catalogue, or a part of it, as a file, as of one revision");
  for (const FormatWords& words : kFormats) AddFormat(*verb, chosen, words);
}

}  // namespace lectern::admin
