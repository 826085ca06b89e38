#include "clients/admin/import/report.h"

#include "clients/admin/record.h"
#include "clients/admin/table.h"
#include "fmt/format.h"

namespace lectern::admin {

using Json = nlohmann::ordered_json;

namespace {

// People who read on a terminal want to see what became of their pages; an import of many has thousands of warnings.
constexpr size_t kShownWarnings = 40;

}  // namespace

void ImportReport::Count(v1::UpsertOutcome outcome) {
  switch (outcome) {
    case v1::UPSERT_OUTCOME_CREATED:
      ++created;
      break;
    case v1::UPSERT_OUTCOME_UPDATED:
      ++updated;
      break;
    case v1::UPSERT_OUTCOME_CONFLICT:
      ++conflicts;
      break;
    default:
      ++unchanged;
      break;
  }
}

std::string OutcomeText(v1::UpsertOutcome outcome) {
  const auto* value = v1::UpsertOutcome_descriptor()->FindValueByNumber(outcome);
  return value == nullptr ? "" : EnumText(*value);
}

Json ToJson(const ImportReport& report) {
  Json json = {{"operation", report.operation}, {"created", report.created},     {"updated", report.updated},
               {"unchanged", report.unchanged}, {"conflicts", report.conflicts}, {"refused", report.refused}};
  for (const char* list : {"warnings", "pages", "hotlines", "teacherResources", "refusals"}) json[list] = Json::array();
  for (const auto& warning : report.warnings)
    json["warnings"].push_back({{"file", warning.file}, {"line", warning.line}, {"text", warning.text}});
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
    json["refusals"].push_back({{"file", refusal.file}, {"error", refusal.error}});
  return json;
}

void Print(const ImportReport& report, size_t width, std::ostream& out) {
  constexpr bool kShrinks = true;
  if (!report.warnings.empty()) {
    Table warnings({{"FILE", kShrinks}, {"LINE", false, true}, {"WARNING", kShrinks}});
    for (const auto& warning : report.warnings) {
      if (warnings.rows() == kShownWarnings) break;
      warnings.AddRow({warning.file, std::to_string(warning.line), warning.text});
    }
    warnings.Print(out, width);
    if (report.warnings.size() > kShownWarnings)
      out << fmt::format("and {} more (--output json prints all)\n", report.warnings.size() - kShownWarnings);
    out << '\n';
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
  out << fmt::format("{} created, {} updated, {} unchanged, {} conflicts, {} refused ({})\n", report.created,
                     report.updated, report.unchanged, report.conflicts, report.refused, report.operation);
}

}  // namespace lectern::admin
