#include "clients/admin/import/report.h"

#include <sstream>

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
  EXPECT_THAT(Keys(json), ElementsAre("operation", "created", "updated", "unchanged", "conflicts", "refused",
                                      "warnings", "pages", "hotlines", "teacherResources", "refusals"));
  for (const char* count : {"created", "updated", "unchanged", "conflicts", "refused"}) EXPECT_EQ(json[count], 0);
  for (const char* list : {"warnings", "pages", "hotlines", "teacherResources", "refusals"})
    EXPECT_EQ(json[list], nlohmann::ordered_json::array());
}

TEST(ImportReport, CountsEachOutcomeApart) {
  ImportReport report;
  report.Count(v1::UPSERT_OUTCOME_CREATED);
  for (int i = 0; i < 2; ++i) report.Count(v1::UPSERT_OUTCOME_UPDATED);
  for (int i = 0; i < 3; ++i) report.Count(v1::UPSERT_OUTCOME_UNCHANGED);
  for (int i = 0; i < 4; ++i) report.Count(v1::UPSERT_OUTCOME_CONFLICT);
  report.refused = 5;
  const auto json = ToJson(report);
  EXPECT_EQ(json["created"], 1);
  EXPECT_EQ(json["updated"], 2);
  EXPECT_EQ(json["unchanged"], 3);
  EXPECT_EQ(json["conflicts"], 4);
  EXPECT_EQ(json["refused"], 5);
  EXPECT_EQ(report.acknowledged(), 10);
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
  EXPECT_THAT(Keys(json["refusals"][0]), ElementsAre("file", "error"));
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
  EXPECT_EQ(OutcomeText(v1::UPSERT_OUTCOME_CREATED), "created");
  EXPECT_EQ(OutcomeText(v1::UPSERT_OUTCOME_UPDATED), "updated");
  EXPECT_EQ(OutcomeText(v1::UPSERT_OUTCOME_UNCHANGED), "unchanged");
  EXPECT_EQ(OutcomeText(v1::UPSERT_OUTCOME_CONFLICT), "conflict");
}

}  // namespace
}  // namespace lectern::admin
