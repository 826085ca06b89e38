#include "clients/admin/import/html_report.h"

#include <fstream>
#include <utility>
#include <vector>

#include "fmt/format.h"

namespace lectern::admin {
namespace {

constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Import report</title>
<style>
:root { color-scheme: light dark; --line: #8884; --mark: #b3261e; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
dl { display: flex; flex-wrap: wrap; gap: 1rem 2rem; } dt { font-size: .85rem; } dd { margin: 0; font-size: 1.6rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; } pre { margin: 0; white-space: pre-wrap; font: .85rem ui-monospace, monospace; }
.both { border-left: 4px solid var(--mark); }
@media print { body { max-width: none; margin: 0; } }
</style>
</head>
<body>
)";

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string Place(const std::string& file, int line) {
  return Escaped(line > 0 ? fmt::format("{}, line {}", file, line) : file);
}

void Counts(const ImportReport& report, std::string& out) {
  out += "<dl>\n";
  for (const auto& [word, count] :
       std::vector<std::pair<const char*, int64_t>>{{"created", report.created},
                                                    {"updated", report.updated},
                                                    {"unchanged", report.unchanged},
                                                    {"conflicts", report.conflicts},
                                                    {"refused", report.refused},
                                                    {"deleted", report.deleted},
                                                    {"merged", report.merged},
                                                    {"absent", report.absent},
                                                    {"possible duplicates", report.duplicates}})
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", word, count);
  out += "</dl>\n";
}

void Refusals(const ImportReport& report, std::string& out) {
  if (report.refusals.empty()) return;
  out += "<h2>Refused</h2>\n<table>\n<tr><th scope=\"col\">Where</th><th scope=\"col\">Why</th></tr>\n";
  for (const auto& refusal : report.refusals)
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", Place(refusal.file, refusal.line), Escaped(refusal.error));
  out += "</table>\n";
}

void Item(const ImportReport::Item& item, std::string& out) {
  const std::string head = fmt::format("<td>{}</td><td>{}</td><td>{}</td>", Escaped(item.result.name()),
                                       OutcomeText(item.result.outcome()), Place(item.file, item.line));
  for (const v1::FieldChange& change : item.result.changes())
    out += fmt::format("<tr{}>{}<td>{}{}</td><td><pre>{}</pre></td><td><pre>{}</pre></td></tr>\n",
                       change.conflict() ? " class=\"both\"" : "", head, Escaped(change.field()),
                       change.conflict() ? " (changed on both sides)" : "", Escaped(change.catalogue()),
                       Escaped(change.file()));
  if (!item.result.changes().empty()) return;
  std::string duplicates;
  for (const std::string& name : item.result.duplicates()) duplicates += (duplicates.empty() ? "may be " : ", ") + name;
  out += fmt::format("<tr>{}<td>{}</td><td></td><td></td></tr>\n", head, Escaped(duplicates));
}

void Items(const ImportReport& report, std::string& out) {
  if (report.items.empty()) return;
  out +=
      "<h2>To look at</h2>\n<table>\n<tr><th scope=\"col\">Resource</th><th scope=\"col\">Outcome</th>"
      "<th scope=\"col\">Where</th><th scope=\"col\">Field</th><th scope=\"col\">Catalogue</th>"
      "<th scope=\"col\">File</th></tr>\n";
  for (const auto& item : report.items) Item(item, out);
  out += "</table>\n";
}

void Notes(const char* heading, const std::vector<ImportReport::Warning>& notes, std::string& out) {
  if (notes.empty()) return;
  out +=
      fmt::format("<h2>{}</h2>\n<table>\n<tr><th scope=\"col\">Where</th><th scope=\"col\">What</th></tr>\n", heading);
  for (const auto& note : notes)
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", Place(note.file, note.line), Escaped(note.text));
  out += "</table>\n";
}

void Repairs(const ImportReport& report, std::string& out) {
  if (report.repairs.empty()) return;
  out +=
      "<h2>Damaged words</h2>\n<p>Nothing was repaired.</p>\n<table>\n<tr><th scope=\"col\">Where</th>"
      "<th scope=\"col\">Printed</th><th scope=\"col\">May have been</th></tr>\n";
  for (const auto& repair : report.repairs)
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", Place(repair.file, repair.line),
                       Escaped(repair.found), Escaped(repair.proposed));
  out += "</table>\n";
}

}  // namespace

std::string HtmlReport(const ImportReport& report) {
  std::string out = kHead;
  out += fmt::format("<h1>Import report</h1>\n<p>{}</p>\n", Escaped(report.operation));
  Counts(report, out);
  Refusals(report, out);
  Items(report, out);
  Notes("Warnings", report.warnings, out);
  Repairs(report, out);
  Notes("How files were read", report.notes, out);
  return out + "</body>\n</html>\n";
}

absl::Status WriteHtmlReport(const ImportReport& report, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  out << HtmlReport(report);
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError(fmt::format("{} cannot be written", path));
}

}  // namespace lectern::admin
