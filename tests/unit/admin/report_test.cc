#include "clients/admin/import/report.h"

#include <sstream>

#include "clients/admin/import/html_report.h"
#include "gmock/gmock.h"

namespace lectern::admin {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> Keys(const nlohmann::ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

TEST(ImportReport, PrintsEveryKeyAndZerosToo) {
  ImportReport report;
  report.operation = "operations/legacy-0";
  const auto json = ToJson(report);
  EXPECT_THAT(Keys(json), ElementsAre("operation", "created", "updated", "unchanged", "conflicts", "refused", "deleted",
                                      "merged", "absent", "duplicates", "warnings", "notes", "repairs", "pages",
                                      "hotlines", "teacherResources", "refusals", "items"));
  for (const char* count : {"created", "updated", "unchanged", "conflicts", "refused"}) EXPECT_EQ(json[count], 0);
  for (const char* list : {"warnings", "pages", "hotlines", "teacherResources", "refusals"})
    EXPECT_EQ(json[list], nlohmann::ordered_json::array());
}

google::protobuf::RepeatedPtrField<v1::KindImportCounts> Counts() {
  google::protobuf::RepeatedPtrField<v1::KindImportCounts> kinds;
  v1::KindImportCounts& entries = *kinds.Add();
  entries.set_kind("entries");
  entries.mutable_counts()->set_created(1);
  entries.mutable_counts()->set_updated(2);
  entries.mutable_counts()->set_unchanged(3);
  entries.mutable_counts()->set_conflicts(4);
  entries.mutable_counts()->set_refused(5);
  v1::KindImportCounts& countries = *kinds.Add();
  countries.set_kind("countries");
  countries.mutable_counts()->set_created(10);
  countries.mutable_counts()->set_absent(20);
  return kinds;
}

TEST(ImportReport, CountsEachOutcomeApart) {
  ImportReport report;
  report.Count(Counts(), {"entries"});
  report.Count(Counts(), {"entries"});  // what it counted before is no more
  const auto json = ToJson(report);
  EXPECT_EQ(json["created"], 1);
  EXPECT_EQ(json["updated"], 2);
  EXPECT_EQ(json["unchanged"], 3);
  EXPECT_EQ(json["conflicts"], 4);
  EXPECT_EQ(json["refused"], 5);
  EXPECT_EQ(json["absent"], 0);
}

TEST(ImportReport, CountsAllKindsWhereNoneIsNamed) {
  ImportReport report;
  report.Count(Counts(), {});
  EXPECT_EQ(ToJson(report)["created"], 11);
  EXPECT_EQ(ToJson(report)["absent"], 20);
}

TEST(ImportReport, CountsRecordsThatCannotBeReadAsRefused) {
  ImportReport report;
  std::vector<std::string> told;
  report.say = [&](const std::string& line) { told.push_back(line); };
  report.Refuse("a.csv", 3, 7, "has a quote too many");
  report.Count(Counts(), {"entries"});
  EXPECT_EQ(report.refused, 6);
  EXPECT_THAT(told, ElementsAre("lecternctl: a.csv:3:7: has a quote too many"));
}

TEST(ImportReport, ShowsWhereBothSidesDiffer) {
  ImportReport report;
  ImportReport::Item& item = report.items.emplace_back();
  item.file = "a.csv";
  item.line = 3;
  item.result.set_name("entries/a");
  item.result.set_outcome(v1::IMPORT_OUTCOME_CONFLICT);
  v1::FieldChange& change = *item.result.add_changes();
  change.set_field("publisher");
  change.set_catalogue(R"({"publisher":"ours"})");
  change.set_file(R"({"publisher":"<theirs>"})");
  change.set_conflict(true);
  const auto json = ToJson(report)["items"][0];
  EXPECT_EQ(json["outcome"], "conflict");
  EXPECT_EQ(json["changes"][0]["catalogue"], "ours");
  EXPECT_EQ(json["changes"][0]["file"], "<theirs>");
  EXPECT_EQ(json["changes"][0]["lastImport"], nullptr);
  EXPECT_EQ(json["changes"][0]["conflict"], true);
  const std::string page = HtmlReport(report);
  EXPECT_THAT(page, AllOf(HasSubstr("&lt;theirs&gt;"), Not(HasSubstr("<theirs>")), HasSubstr("class=\"both\"")));
}

TEST(ImportReport, ListsInTheDocumentedShape) {
  ImportReport report;
  report.warnings.push_back({"a.txt", 12, "a line"});
  report.pages.push_back({"a.txt", "countries/be/pages/torture", "countries/be", "topics/torture", 14, "created"});
  report.hotlines.push_back({"countries/be/hotlines/1", "created"});
  report.teacher_resources.push_back({"c.txt", "teacherResources/1", "created"});
  report.refusals.push_back({"b.txt", "is empty"});
  const auto json = ToJson(report);
  EXPECT_THAT(Keys(json["warnings"][0]), ElementsAre("file", "line", "text"));
  EXPECT_THAT(Keys(json["pages"][0]), ElementsAre("file", "name", "country", "topic", "entries", "outcome"));
  EXPECT_THAT(Keys(json["hotlines"][0]), ElementsAre("name", "outcome"));
  EXPECT_THAT(Keys(json["teacherResources"][0]), ElementsAre("file", "name", "outcome"));
  EXPECT_THAT(Keys(json["refusals"][0]), ElementsAre("file", "line", "column", "error"));
  EXPECT_EQ(json["pages"][0]["entries"], 14);
  std::ostringstream out;
  Print(report, 0, out);
  EXPECT_THAT(out.str(), HasSubstr("0 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused"));
}

TEST(ImportReport, ShowsPeopleTheFirstWarningsAndScriptsAll) {
  ImportReport report;
  for (int i = 0; i < 100; ++i) report.warnings.push_back({"a.txt", i, "warning " + std::to_string(i)});
  std::ostringstream out;
  Print(report, 0, out);
  EXPECT_THAT(out.str(), AllOf(HasSubstr("warning 0"), Not(HasSubstr("warning 99")), HasSubstr("and 60 more")));
  EXPECT_EQ(ToJson(report)["warnings"].size(), 100u);
}

TEST(ImportReport, NamesOutcomesAsScriptsReadThem) {
  EXPECT_EQ(OutcomeText(v1::IMPORT_OUTCOME_CREATED), "created");
  EXPECT_EQ(OutcomeText(v1::IMPORT_OUTCOME_UPDATED), "updated");
  EXPECT_EQ(OutcomeText(v1::IMPORT_OUTCOME_UNCHANGED), "unchanged");
  EXPECT_EQ(OutcomeText(v1::IMPORT_OUTCOME_CONFLICT), "conflict");
}

}  // namespace
}  // namespace lectern::admin
