#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "gmock/gmock.h"
#include "nlohmann/json.hpp"
#include "tests/unit/admin/command_line.h"
#include "tests/unit/admin/fake_catalogue.h"

namespace lectern::admin {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using testing::FakeCatalogue;
using testing::Finished;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::RunCommand;
using ::testing::SizeIs;

// A page in the layout of the old site, on invented sources.
std::string Page(const std::string& official_name, const std::vector<std::string>& titles) {
  std::string page =
      "Human Trafficking & Modern-day Slavery\n"
      "In the early years of the 21st Century, 2000 to 2025\n\n" +
      official_name +
      "\n\nThe country has an economy of many parts. [The World Factbook, U.S.C.I.A. 2009]\n\n"
      "CAUTION: The following links have been culled from the web. Their reliability varies.\n\n"
      "*** ARCHIVES ***\n\n";
  for (const std::string& title : titles)
    page += title +
            "\nInstitute of Invented Sources, 24 June 2001\nwww.example.org/report\n[accessed 22 January 2011]\n\n"
            "What this source says, in one paragraph of the annotation.\n\n";
  return page;
}

std::vector<std::string> Titles(int count) {
  std::vector<std::string> titles;
  for (int i = 0; i < count; ++i) titles.push_back("Report Number " + std::to_string(i) + " On Invented Matters");
  return titles;
}

// Three entries, the second of which tells where to call.
std::string HotlinePage() {
  std::string page = Page("Kingdom of Belgium", Titles(1));
  page +=
      "National Helpline For Children - Where To Call For Help\nHelpline of Invented Sources\n"
      "[accessed 22 January 2011]\n\nHOTLINE: Children can call the free helpline 116 111, 24 hours a day.\n\n";
  const std::string last = Page("Kingdom of Belgium", {"A Last Report On Invented Matters"});
  return page + last.substr(last.find("A Last Report"));
}

std::string LessonPlan() {
  return "Lesson Plan 1\n\nTitle - Reading A Treaty\n\nUnit Topic: Rights of the child\n\nGrade Level: 9-12\n\n"
         "Lesson Topic: What a state promises\n\nPrimary Method Used: Group work\n\n"
         "Purpose of the Lesson\n\nStudents read a treaty as a promise.\n\n"
         "Duration of the Lesson: One 50-minute period\n\n"
         "Lesson Objectives: Students will be able to:\n\n1. Name two duties.\n2. Say who has them.\n\n"
         "Closure: Each group tells one promise.\n";
}

class ImportTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

  Finished Import(std::vector<std::string> more = {}, const Terminals& terminals = {}) {
    std::vector<std::string> arguments = {"import",  "legacy", folder_,    "--server", fake_.address(),
                                          "--token", "k",      "--output", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunCommand(arguments, terminals);
  }

  static nlohmann::json Result(const Finished& finished) {
    return nlohmann::json::parse(finished.out, nullptr, /*allow_exceptions=*/false);
  }

  FakeCatalogue fake_;
  const fs::path folder_ = fs::temp_directory_path() / ("lectern-import-" + std::to_string(getpid()));
};

TEST_F(ImportTest, WritesCountryEntriesAndPageAndSaysSo) {
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(3)));
  const Finished finished = Import();
  ASSERT_EQ(finished.code, 0) << finished.err;
  const auto result = Result(finished);
  EXPECT_EQ(result["created"], 3);
  EXPECT_EQ(result["refused"], 0);
  ASSERT_EQ(result["pages"].size(), 1u);
  EXPECT_EQ(result["pages"][0]["country"], "countries/be");
  EXPECT_EQ(result["pages"][0]["name"], "countries/be/pages/human-trafficking");
  EXPECT_EQ(result["pages"][0]["entries"], 3);
  EXPECT_EQ(result["pages"][0]["outcome"], "created");
  EXPECT_THAT(result["operation"].get<std::string>(), ContainsRegex("^operations/legacy-[0-9a-f]{16}$"));
  ASSERT_THAT(fake_.country_batches(), SizeIs(1));
  EXPECT_EQ(fake_.country_batches()[0].items(0).country().name(), "countries/be");
  ASSERT_THAT(fake_.entry_batches(), SizeIs(1));
  EXPECT_FALSE(fake_.entry_batches()[0].has_publication()) << "imports land as drafts";
  const v1::BatchUpsertEntriesRequest batch = fake_.entry_batches()[0];
  for (const auto& item : batch.items()) {
    EXPECT_EQ(item.entry().provenance().operation(), result["operation"]);
    EXPECT_EQ(item.entry().provenance().file(), "Belgium.txt");
  }
  ASSERT_THAT(fake_.page_batches(), SizeIs(1));
  EXPECT_EQ(fake_.page_batches()[0].items(0).country_page().provenance().operation(), result["operation"]);
  EXPECT_THAT(finished.err, HasSubstr("Belgium.txt: countries/be/pages/human-trafficking, 3 entries"));
}

TEST_F(ImportTest, ASecondRunFindsEverythingUnchangedAndLeavesTheCountryAlone) {
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(3)));
  Import();
  const auto result = Result(Import());
  EXPECT_EQ(result["created"], 0);
  EXPECT_EQ(result["updated"], 0);
  EXPECT_EQ(result["unchanged"], 3);
  EXPECT_THAT(fake_.country_batches(), SizeIs(1)) << "an upsert would empty what editors added";
}

TEST_F(ImportTest, PublishesAllButHotlines) {
  Write("Belgium.txt", HotlinePage());
  ASSERT_EQ(Import({"--publish", "--reviewed-by", "editor", "--identity-risk", "none"}).code, 0);
  EXPECT_EQ(fake_.entry_batches()[0].publication().reviewer(), "editor");
  EXPECT_EQ(fake_.entry_batches()[0].publication().identity_risk(), v1::IDENTITY_RISK_NONE);
  EXPECT_EQ(fake_.page_batches()[0].publication().reviewer(), "editor");
  ASSERT_THAT(fake_.hotline_batches(), SizeIs(1));
  EXPECT_FALSE(fake_.hotline_batches()[0].has_publication()) << "nobody has called it yet";
}

TEST_F(ImportTest, ProposesHotlinesFromTheirEntries) {
  Write("Belgium.txt", HotlinePage());
  const auto result = Result(Import());
  ASSERT_THAT(fake_.hotline_batches(), SizeIs(1));
  const v1::Hotline hotline = fake_.hotline_batches()[0].items(0).hotline();
  const auto entries = fake_.entries();
  const auto source = std::find_if(entries.begin(), entries.end(),
                                   [&](const auto& entry) { return entry.second.name() == hotline.source_entry(); });
  ASSERT_NE(source, entries.end());
  EXPECT_THAT(source->second.title_lines(0), HasSubstr("Helpline"));
  EXPECT_EQ(hotline.provenance().operation(), result["operation"]);
  EXPECT_EQ(result["hotlines"], (nlohmann::json{{{"name", "countries/be/hotlines/h0"}, {"outcome", "created"}}}));
}

TEST_F(ImportTest, AHotlineWhoseEntryWasRefusedIsNotProposed) {
  Write("Belgium.txt", HotlinePage());
  fake_.refuse_entry = [](const v1::Entry& entry) {
    return entry.title_lines(0).find("Helpline") != std::string::npos;
  };
  const auto result = Result(Import());
  EXPECT_EQ(result["refused"], 1);
  EXPECT_EQ(result["hotlines"][0]["outcome"], "refused");
  EXPECT_THAT(fake_.hotline_batches(), IsEmpty());
}

TEST_F(ImportTest, SendsAtMost128InOneCommitEachWithAnIdOfItsOwn) {
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(300)));
  EXPECT_EQ(Result(Import())["created"], 300);
  ASSERT_THAT(fake_.entry_batches(), SizeIs(3));
  std::set<std::string> ids;
  for (const auto& batch : fake_.entry_batches()) {
    EXPECT_LE(batch.items_size(), 128);
    ids.insert(batch.request_id());
  }
  EXPECT_THAT(ids, SizeIs(3));
}

TEST_F(ImportTest, RefusesBadEntriesAloneWithoutTellingTheirTitle) {
  auto titles = Titles(20);
  titles[4] = titles[17] = "A Title That Is Refused Here";
  fake_.refuse_entry = [](const v1::Entry& entry) { return entry.title_lines(0).find("Refused") != std::string::npos; };
  Write("Belgium.txt", Page("Kingdom of Belgium", titles));
  const Finished finished = Import();
  EXPECT_EQ(finished.code, 1);
  const auto result = Result(finished);
  EXPECT_EQ(result["created"], 18);
  EXPECT_EQ(result["refused"], 2);
  ASSERT_EQ(result["refusals"].size(), 2u);
  const std::string error = result["refusals"][0]["error"];
  EXPECT_THAT(error, ContainsRegex("^entry 5 of the page \\(line [0-9]+\\): publisher has 600 bytes"));
  EXPECT_THAT(finished.err, AllOf(HasSubstr("entry 18 of the page"), Not(HasSubstr("Refused"))));
}

TEST_F(ImportTest, ARefusedPageKeepsItsEntriesAndIsTold) {
  fake_.refuse_pages = true;
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(2)));
  const Finished finished = Import();
  EXPECT_EQ(finished.code, 1);
  const auto result = Result(finished);
  EXPECT_EQ(result["created"], 2);
  EXPECT_EQ(result["refused"], 0) << "counts entries";
  EXPECT_EQ(result["pages"][0]["outcome"], "refused");
  ASSERT_EQ(result["refusals"].size(), 1u);
  EXPECT_THAT(result["refusals"][0]["error"].get<std::string>(), HasSubstr("period has 600 bytes"));
}

TEST_F(ImportTest, TakesLessonPlansToo) {
  Write("00-LessonPlan-1.txt", LessonPlan());
  Finished finished = Import({"--publish", "--reviewed-by", "editor", "--identity-risk", "none"});
  ASSERT_EQ(finished.code, 0) << finished.err;
  auto result = Result(finished);
  EXPECT_EQ(result["created"], 1);
  EXPECT_EQ(result["pages"], nlohmann::json::array());
  EXPECT_EQ(result["teacherResources"][0]["name"], "teacherResources/t0");
  ASSERT_THAT(fake_.resource_batches(), SizeIs(1));
  const auto batch = fake_.resource_batches()[0];
  EXPECT_EQ(batch.publication().reviewer(), "editor");
  EXPECT_EQ(batch.items(0).teacher_resource().provenance().operation(), result["operation"]);
  EXPECT_EQ(batch.items(0).teacher_resource().kind(), v1::TEACHER_RESOURCE_KIND_LESSON_PLAN);
  result = Result(Import());
  EXPECT_EQ(result["created"], 0);
  EXPECT_EQ(result["unchanged"], 1);
}

TEST_F(ImportTest, ABadFileDoesNotKeepTheOthersBack) {
  Write("Albania.txt", "");
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(2)));
  Write("Chad.txt", std::string("\0\x01\xff", 3));
  fs::create_symlink("/nonexistent/page.txt", folder_ / "Cuba.txt");
  const Finished finished = Import();
  EXPECT_EQ(finished.code, 5);
  const auto result = Result(finished);
  EXPECT_EQ(result["created"], 2);
  EXPECT_EQ(result["refused"], 0) << "counts entries";
  EXPECT_EQ(result["refusals"].size(), 3u);
  for (const char* file : {"Albania.txt", "Chad.txt", "Cuba.txt"}) EXPECT_THAT(finished.err, HasSubstr(file));
}

TEST_F(ImportTest, ADryRunOnlyChecks) {
  auto titles = Titles(4);
  titles[2] = "A Title That Is Refused Here";
  fake_.refuse_entry = [](const v1::Entry& entry) { return entry.title_lines(0).find("Refused") != std::string::npos; };
  Write("Belgium.txt", Page("Kingdom of Belgium", titles));
  // The country would be made first: that it is not there yet is nothing that is wrong with the entries.
  const auto result = Result(Import({"--dry-run"}));
  EXPECT_EQ(result["created"], 3);
  EXPECT_EQ(result["refused"], 1);
  ASSERT_EQ(result["refusals"].size(), 1u);
  EXPECT_THAT(result["refusals"][0]["error"].get<std::string>(), HasSubstr("entry 3 of the page"));
  for (const auto& batch : fake_.entry_batches()) EXPECT_TRUE(batch.validate_only());
  for (const auto& batch : fake_.page_batches()) EXPECT_TRUE(batch.validate_only());
  EXPECT_THAT(fake_.entries(), IsEmpty());
}

TEST_F(ImportTest, TellsHowFarItCameWhenTheServerGoesAway) {
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(200)));
  fake_.GoAwayAfter(1);
  const Finished finished = Import();
  EXPECT_EQ(finished.code, 3);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("acknowledged 128 entries"), HasSubstr("running the same command again")));
  const auto result = Result(finished);
  EXPECT_EQ(result["created"], 128);
  EXPECT_EQ(result["pages"][0]["outcome"], "interrupted");
}

TEST_F(ImportTest, HasNoResultWhereNoServerIsThere) {
  Write("Belgium.txt", Page("Kingdom of Belgium", Titles(1)));
  const Finished finished = RunCommand({"import", "legacy", folder_, "--server", "127.0.0.1:1", "--timeout", "0.2"});
  EXPECT_EQ(finished.code, 3);
  EXPECT_THAT(finished.out, IsEmpty());
  EXPECT_THAT(finished.err, HasSubstr("no server answers at 127.0.0.1:1"));
}

TEST_F(ImportTest, DrawsALineOnATerminalAndClearsItForWhatMustStay) {
  Write("Albania.txt", Page("Republic of Albania", Titles(1)));
  Write("Belgium.txt", "");
  const Finished finished = Import({}, {.out_width = 80, .err_is_terminal = true});
  EXPECT_THAT(finished.err, HasSubstr("1 of 2 files, 1 entries"));
  EXPECT_THAT(finished.err, ContainsRegex("entries/s\r\x1b\\[Klecternctl: .*Belgium.txt: "));
}

}  // namespace
}  // namespace lectern::admin
