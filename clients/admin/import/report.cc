#include "clients/admin/import/report.h"

#include <algorithm>

#include "clients/admin/record.h"
#include "clients/admin/table.h"
#include "clients/admin/text_width.h"
#include "fmt/format.h"

namespace lectern::admin {

using Json = nlohmann::ordered_json;

namespace {

// People who read on a terminal want to see what became of their pages; an import of many has thousands of warnings.
constexpr size_t kShown = 40;
constexpr bool kShrinks = true;

Json JsonOfField(const std::string& text) {
  Json json = Json::parse(text.empty() ? "{}" : text, nullptr, false);
  return json.is_object() && json.size() == 1 ? json.begin().value() : Json();
}

Json JsonOf(const ImportReport::Item& item) {
  Json json = {{"file", item.file},
               {"line", item.line},
               {"item", item.result.item()},
               {"name", item.result.name()},
               {"outcome", OutcomeText(item.result.outcome())},
               {"changes", Json::array()},
               {"duplicates", Json::array()}};
  for (const v1::FieldChange& change : item.result.changes())
    json["changes"].push_back({{"field", change.field()},
                               {"catalogue", JsonOfField(change.catalogue())},
                               {"file", JsonOfField(change.file())},
                               {"lastImport", JsonOfField(change.last_import())},
                               {"conflict", change.conflict()}});
  for (const std::string& name : item.result.duplicates()) json["duplicates"].push_back(name);
  return json;
}

// Prints at most kShown rows of `table`, and how many there are beside.
void PrintSome(const Table& table, size_t all, size_t width, std::ostream& out) {
  table.Print(out, width);
  if (all > table.rows()) out << fmt::format("and {} more (--output json prints all)\n", all - table.rows());
  out << '\n';
}

std::string Fields(const v1::ImportItemResult& result) {
  std::string fields;
  for (const v1::FieldChange& change : result.changes())
    fields += fmt::format("{}{}{}", fields.empty() ? "" : ", ", change.field(), change.conflict() ? " (both)" : "");
  for (const std::string& name : result.duplicates())
    fields += fmt::format("{}may be {}", fields.empty() ? "" : ", ", name);
  return fields;
}

}  // namespace

void ImportReport::BadFile(const std::string& file, const std::string& why) {
  ++bad_files;
  refusals.push_back({file, why});
  if (say) say(fmt::format("lecternctl: {}: {}", Printable(file), Printable(why)));
}

void ImportReport::Refuse(const std::string& file, int line, int column, const std::string& why) {
  ++unreadable;
  refusals.push_back({file, why, line, column});
  if (say) say(fmt::format("lecternctl: {}:{}:{}: {}", Printable(file), line, column, Printable(why)));
}

void ImportReport::Count(const google::protobuf::RepeatedPtrField<v1::KindImportCounts>& counts,
                         const std::vector<std::string>& kinds) {
  created = updated = unchanged = conflicts = deleted = absent = merged = 0;
  refused = unreadable;
  for (const v1::KindImportCounts& kind : counts) {
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), kind.kind()) == kinds.end()) continue;
    created += kind.counts().created();
    updated += kind.counts().updated();
    unchanged += kind.counts().unchanged();
    conflicts += kind.counts().conflicts();
    refused += kind.counts().refused();
    deleted += kind.counts().deleted();
    absent += kind.counts().absent();
    merged += kind.counts().merged();
  }
}

std::string OutcomeText(v1::ImportOutcome outcome) {
  const auto* value = v1::ImportOutcome_descriptor()->FindValueByNumber(outcome);
  return value == nullptr ? "" : EnumText(*value);
}

Json ToJson(const ImportReport& report) {
  Json json = {{"operation", report.operation},  {"created", report.created},     {"updated", report.updated},
               {"unchanged", report.unchanged},  {"conflicts", report.conflicts}, {"refused", report.refused},
               {"deleted", report.deleted},      {"merged", report.merged},       {"absent", report.absent},
               {"duplicates", report.duplicates}};
  for (const char* list :
       {"warnings", "notes", "repairs", "pages", "hotlines", "teacherResources", "refusals", "items"})
    json[list] = Json::array();
  for (const auto& warning : report.warnings)
    json["warnings"].push_back({{"file", warning.file}, {"line", warning.line}, {"text", warning.text}});
  for (const auto& note : report.notes)
    json["notes"].push_back({{"file", note.file}, {"line", note.line}, {"text", note.text}});
  for (const auto& repair : report.repairs)
    json["repairs"].push_back(
        {{"file", repair.file}, {"line", repair.line}, {"found", repair.found}, {"proposed", repair.proposed}});
  for (const auto& page : report.pages)
    json["pages"].push_back({{"file", page.file},
                             {"name", page.name},
                             {"country", page.country},
                             {"topic", page.topic},
                             {"entries", page.entries},
                             {"outcome", page.outcome}});
  for (const auto& hotline : report.hotlines)
    json["hotlines"].push_back({{"name", hotline.name}, {"outcome", hotline.outcome}});
  for (const auto& resource : report.teacher_resources)
    json["teacherResources"].push_back(
        {{"file", resource.file}, {"name", resource.name}, {"outcome", resource.outcome}});
  for (const auto& refusal : report.refusals)
    json["refusals"].push_back(
        {{"file", refusal.file}, {"line", refusal.line}, {"column", refusal.column}, {"error", refusal.error}});
  for (const auto& item : report.items) json["items"].push_back(JsonOf(item));
  return json;
}

void Print(const ImportReport& report, size_t width, std::ostream& out) {
  if (!report.warnings.empty()) {
    Table warnings({{"FILE", kShrinks}, {"LINE", false, true}, {"WARNING", kShrinks}});
    for (size_t i = 0; i < std::min(report.warnings.size(), kShown); ++i)
      warnings.AddRow({report.warnings[i].file, std::to_string(report.warnings[i].line), report.warnings[i].text});
    PrintSome(warnings, report.warnings.size(), width, out);
  }
  if (!report.repairs.empty()) {
    Table repairs({{"FILE", kShrinks}, {"LINE", false, true}, {"DAMAGED", kShrinks}, {"MAY HAVE BEEN", kShrinks}});
    for (size_t i = 0; i < std::min(report.repairs.size(), kShown); ++i) {
      const auto& repair = report.repairs[i];
      repairs.AddRow({repair.file, std::to_string(repair.line), repair.found, repair.proposed});
    }
    PrintSome(repairs, report.repairs.size(), width, out);
  }
  if (!report.pages.empty()) {
    Table pages({{"PAGE"}, {"ENTRIES", false, true}, {"OUTCOME"}, {"FILE", kShrinks}});
    for (const auto& page : report.pages)
      pages.AddRow({page.name, std::to_string(page.entries), page.outcome, page.file});
    pages.Print(out, width);
    out << '\n';
  }
  if (!report.hotlines.empty()) {
    Table hotlines({{"HOTLINE"}, {"OUTCOME"}});
    for (const auto& hotline : report.hotlines) hotlines.AddRow({hotline.name, hotline.outcome});
    hotlines.Print(out, width);
    out << '\n';
  }
  if (!report.teacher_resources.empty()) {
    Table resources({{"TEACHER RESOURCE"}, {"OUTCOME"}, {"FILE", kShrinks}});
    for (const auto& resource : report.teacher_resources)
      resources.AddRow({resource.name, resource.outcome, resource.file});
    resources.Print(out, width);
    out << '\n';
  }
  if (!report.items.empty()) {
    Table items({{"NAME"}, {"OUTCOME"}, {"FIELDS", kShrinks}, {"LINE", false, true}, {"FILE", kShrinks}});
    for (size_t i = 0; i < std::min(report.items.size(), kShown); ++i) {
      const auto& item = report.items[i];
      items.AddRow({item.result.name(), OutcomeText(item.result.outcome()), Fields(item.result),
                    item.line > 0 ? std::to_string(item.line) : "", item.file});
    }
    PrintSome(items, report.items.size(), width, out);
  }
  out << fmt::format("{} created, {} updated, {} unchanged, {} conflicts, {} refused", report.created, report.updated,
                     report.unchanged, report.conflicts, report.refused);
  for (const auto& [count, word] : {std::pair{report.deleted, "deleted"},
                                    {report.merged, "merged"},
                                    {report.absent, "absent"},
                                    {report.duplicates, "that may be there already"}})
    if (count > 0) out << fmt::format(", {} {}", count, word);
  out << fmt::format(" ({})\n", report.operation);
}

}  // namespace lectern::admin
