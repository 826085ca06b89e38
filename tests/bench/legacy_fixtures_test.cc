// Every fixture of tests/fixtures/legacy: all entries and resources come out, nothing of a file is lost, and reading it
// again gives the same keys. How well single fields come out is measured by legacy_accuracy.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <sstream>

#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/white_space.h"
#include "tests/bench/legacy_compare.h"
#include "tests/bench/legacy_fixture.h"
#include "tests/support/message_words.h"

namespace lectern::bench {
namespace {

using legacy::ParsedFile;
using legacy::SourceText;

std::vector<LegacyFixture> Fixtures() {
  auto fixtures = ReadLegacyFixtures(std::string(LECTERN_SOURCE_DIR) + "/tests/fixtures/legacy");
  EXPECT_TRUE(fixtures.ok()) << fixtures.status();
  return fixtures.ok() ? *std::move(fixtures) : std::vector<LegacyFixture>();
}

// A word without the marks that stand for structure.
std::string Core(std::string_view word) { return lectern::testing::WithoutMarks(word, "[](),:*|-<>\".;"); }

std::vector<std::string> Keys(const ParsedFile& file) {
  std::vector<std::string> keys;
  for (const auto& entry : file.entries) keys.push_back(entry.source_key());
  for (const auto& resource : file.teacher_resources) keys.push_back(resource.source_key());
  for (const auto& proposed : file.hotlines) keys.push_back(proposed.hotline.source_key());
  return keys;
}

TEST(LegacyFixtures, AreEnoughAndOfEveryKind) {
  std::set<std::string> kinds;
  size_t expected = 0;
  const std::vector<LegacyFixture> fixtures = Fixtures();
  for (const LegacyFixture& fixture : fixtures) {
    kinds.insert(fixture.expected.value("kind", ""));
    for (const char* list : {"entries", "resources"}) {
      if (fixture.expected.contains(list)) expected += fixture.expected[list].size();
    }
  }
  EXPECT_GE(fixtures.size(), 25U);
  EXPECT_GE(expected, 150U);
  for (int kind = 0; kind <= static_cast<int>(legacy::LegacyKind::kLectureResources); ++kind) {
    const std::string name(legacy::KindName(static_cast<legacy::LegacyKind>(kind)));
    EXPECT_TRUE(kinds.contains(name)) << "no fixture is " << name;
  }
}

TEST(LegacyFixtures, EntriesAndResourcesComeOutAndNothingIsLost) {
  for (const LegacyFixture& fixture : Fixtures()) {
    SCOPED_TRACE(fixture.name);
    const auto source = SourceText::Decode(fixture.bytes);
    ASSERT_TRUE(source.ok()) << source.status();
    const auto file = legacy::ParseLegacyFile(fixture.file_name, *source);
    if (fixture.expected.contains("refused")) {
      ASSERT_FALSE(file.ok());
      EXPECT_NE(file.status().message().find(fixture.expected.value("refused", "?")), absl::string_view::npos)
          << file.status();
      continue;
    }
    ASSERT_TRUE(file.ok()) << file.status();
    Comparison comparison;
    Compare(fixture.name, fixture.expected, Describe(*file), &comparison);
    for (const char* field : {"entries", "country", "resources", "kind of page"}) {
      EXPECT_EQ(comparison.fields[field].missed, 0) << field;
      EXPECT_EQ(comparison.fields[field].wrong, 0) << field;
    }
    for (const size_t offset : LostBytes(*file, *source)) {
      ADD_FAILURE() << "lost in line " << source->LineOf(offset) << ": " << source->text().substr(offset, 40);
      break;
    }
  }
}

TEST(LegacyFixtures, EveryWordOfARecordIsInOneOfItsFields) {
  for (const LegacyFixture& fixture : Fixtures()) {
    const auto source = SourceText::Decode(fixture.bytes);
    const auto file = legacy::ParseLegacyFile(fixture.file_name, *source);
    if (!file.ok()) continue;
    const auto check = [&](const google::protobuf::Message& message, const v1::Provenance& provenance) {
      std::string held;
      lectern::testing::AppendTexts(message, &held);
      for (const std::string_view word : legacy::Words(provenance.raw_text())) {
        ASSERT_NE(held.find(Core(word)), std::string::npos) << fixture.name << ": lost \"" << word << '"';
      }
    };
    for (const auto& entry : file->entries) check(entry, entry.provenance());
  }
}

TEST(LegacyFixtures, KeysAreStableAndTellAllApart) {
  // Of entries; a second page for teachers with the same heading and topic is the same page, captured again.
  std::map<std::string, std::string> files;
  for (const LegacyFixture& fixture : Fixtures()) {
    const auto source = SourceText::Decode(fixture.bytes);
    const auto first = legacy::ParseLegacyFile(fixture.file_name, *source);
    const auto second = legacy::ParseLegacyFile("saved/" + fixture.file_name, *SourceText::Decode(fixture.bytes));
    if (!first.ok()) continue;
    ASSERT_TRUE(second.ok()) << fixture.name << second.status();
    const std::vector<std::string> keys = Keys(*first);
    EXPECT_EQ(keys, Keys(*second)) << fixture.name;
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size()) << fixture.name;
    for (const auto& entry : first->entries) {
      EXPECT_EQ(entry.source_key().size(), 32U);
      const auto [other, is_new] = files.emplace(entry.source_key(), fixture.name);
      EXPECT_TRUE(is_new) << fixture.name << " and " << other->second << " have the same key";
    }
  }
}

// Pages put together at random from lines of all fixtures, under every name: whatever stands where, nothing is lost,
// and reading the same bytes again gives the same.
TEST(LegacyFixtures, ShuffledPagesLoseNothing) {
  std::vector<std::string> lines = {"",      "",   "", "", "\xC2\xA0", "[accessed 5 May 2005]", "[accessed <date>]",
                                    "|||||", "v x"};
  for (const LegacyFixture& fixture : Fixtures()) {
    if (fixture.name.find("windows") != std::string::npos || fixture.name.starts_with("html")) continue;
    std::stringstream text(fixture.bytes);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
  }
  const std::vector<std::string> names = {"Malawi.txt",
                                          "111-prevention.txt",
                                          "00-LessonPlan-1.txt",
                                          "00-DebateTopics.txt",
                                          "00-EssayQuestions.txt",
                                          "00-Background.txt",
                                          "00-CourseOutline.txt",
                                          "00-Resources.txt",
                                          "torture/a.txt",
                                          "00-EducationalStrategy.txt"};
  std::mt19937 random(20110405);
  std::map<legacy::LegacyKind, int> read;
  for (int round = 0; round < 900; ++round) {
    std::string page = round % 3 == 0 ? "" : "Street Children\n\nRepublic of Malawi\n\n";
    for (size_t i = 0, count = 5 + random() % 60; i < count; ++i) page += lines[random() % lines.size()] + "\n";
    const auto source = SourceText::Decode(page);
    ASSERT_TRUE(source.ok()) << source.status();
    const std::string& name = names[random() % names.size()];
    const auto file = legacy::ParseLegacyFile(name, *source);
    if (!file.ok()) continue;
    ++read[file->kind];
    const std::vector<size_t> lost = LostBytes(*file, *source);
    ASSERT_TRUE(lost.empty()) << name << " lost in line " << source->LineOf(lost.front()) << ": "
                              << source->text().substr(lost.front(), 40) << "\n----\n"
                              << page;
    const auto again = legacy::ParseLegacyFile(name, *source);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(Keys(*file), Keys(*again));
  }
  for (const auto& [kind, count] : read) EXPECT_GT(count, 10) << legacy::KindName(kind);
  EXPECT_GE(read.size(), 6U);
}

}  // namespace
}  // namespace lectern::bench
