// Lesson plans.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "clients/admin/legacy/lesson_parts.h"
#include "clients/admin/legacy/lesson_plan.h"
#include "clients/admin/legacy/source_text.h"
#include "clients/admin/legacy/white_space.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ParsedLesson Read(const std::string& name, const std::string& bytes) {
  absl::StatusOr<ParsedLesson> lesson = ParseLessonPlan(name, bytes);
  EXPECT_TRUE(lesson.ok()) << lesson.status();
  return lesson.ok() ? *std::move(lesson) : ParsedLesson();
}

bool Warned(const ParsedLesson& lesson, const std::string& part) {
  return std::any_of(lesson.warnings.begin(), lesson.warnings.end(),
                     [&](const auto& warning) { return warning.text.find(part) != std::string::npos; });
}

TEST(LessonPlan, EveryField) {
  const ParsedLesson parsed = Read("00-LessonPlan-2.txt", Fixture("lesson_plain.txt"));
  const v1::TeacherResource& lesson = parsed.resource;
  EXPECT_EQ(lesson.kind(), v1::TEACHER_RESOURCE_KIND_LESSON_PLAN);
  EXPECT_EQ(lesson.number(), "2");
  EXPECT_EQ(lesson.title(), "Roads and what travels on them");
  EXPECT_EQ(lesson.topic(), "topics/human-trafficking");
  EXPECT_EQ(lesson.unit_topic(), "Trade in an invented region");
  EXPECT_EQ(lesson.grade_level(), "9-12");
  EXPECT_EQ(lesson.lesson_topic(), "Who works on the road?");
  EXPECT_EQ(lesson.primary_method(), "Cooperative learning");
  EXPECT_EQ(lesson.purpose(),
            "The class finds out who works along the invented road and why.\n\nIt also finds out who decides.");
  EXPECT_EQ(lesson.duration(), "One 50-minute period");
  EXPECT_EQ(lesson.time_required(), "PT50M");
  EXPECT_THAT(lesson.objectives(),
              ElementsAre("Name three kinds of work.",
                          "Compare two sources in version 1. of the list with\nthose in version 2. of it.",
                          "Say what is missing."));
  ASSERT_EQ(lesson.equipment_size(), 2);
  EXPECT_EQ(lesson.equipment(0).use(), "research");
  EXPECT_THAT(lesson.equipment(0).items(), ElementsAre("A map", "Two entries of the catalogue"));
  EXPECT_EQ(lesson.equipment(1).use(), "homework");
  EXPECT_THAT(lesson.equipment(1).items(), ElementsAre("Paper"));
  EXPECT_EQ(lesson.anticipatory_set(), "Show the map. [ Map of the road | Second map ] Ask what is on it.");
  ASSERT_EQ(lesson.procedures_size(), 2);
  EXPECT_EQ(lesson.procedures(0).heading(), "Sequence of Learning Activities");
  EXPECT_THAT(lesson.procedures(0).steps(), ElementsAre("Read the first entry.", "Read the second entry."));
  EXPECT_EQ(lesson.procedures(1).heading(), "Procedure \xE2\x80\x93 Part 2");
  EXPECT_THAT(lesson.procedures(1).steps(), ElementsAre("Write down what both say.", "Talk about it."));
  EXPECT_EQ(lesson.assignments(), "Write half a page.");
  EXPECT_EQ(lesson.closure(), "Each group names one question.");
  EXPECT_EQ(lesson.lifecycle(), v1::LIFECYCLE_DRAFT);
  EXPECT_EQ(lesson.identity_risk(), v1::IDENTITY_RISK_NOT_ASSESSED);
  EXPECT_EQ(lesson.language(), "en");
  EXPECT_EQ(lesson.source_key().size(), 32U);
  EXPECT_EQ(lesson.provenance().file(), "00-LessonPlan-2.txt");
  EXPECT_THAT(lesson.provenance().unclaimed_lines(), ElementsAre(HasSubstr("Cite this webpage as")));
}

TEST(LessonPlan, RunTogetherWithoutTitleAndNumber) {
  const ParsedLesson parsed = Read("lesson.txt", Fixture("lesson_wrapped.txt"));
  const v1::TeacherResource& lesson = parsed.resource;
  EXPECT_EQ(lesson.number(), "");
  EXPECT_EQ(lesson.title(), "A bed for the night");
  EXPECT_TRUE(Warned(parsed, "No title"));
  EXPECT_EQ(lesson.unit_topic(), "Shelter in an invented town");
  EXPECT_EQ(lesson.grade_level(), "7");
  EXPECT_EQ(lesson.lesson_topic(), "A bed for the night");
  EXPECT_EQ(lesson.primary_method(), "Discussion");
  EXPECT_EQ(lesson.duration(), "Two 40-minute periods");
  EXPECT_EQ(lesson.time_required(), "");
  EXPECT_EQ(lesson.topic(), "");
  EXPECT_THAT(lesson.objectives(), ElementsAre("Tell a shelter from a school.", "Ask a question about\neach of them."));
  ASSERT_EQ(lesson.equipment_size(), 1);
  EXPECT_EQ(lesson.equipment(0).use(), "");
  EXPECT_THAT(lesson.equipment(0).items(), ElementsAre("Chalk"));
  ASSERT_EQ(lesson.procedures_size(), 1);
  EXPECT_EQ(lesson.procedures(0).heading(), "Procedure");
  EXPECT_EQ(lesson.procedures(0).steps_size(), 2);
  EXPECT_EQ(lesson.closure(), "Thank everybody.");
  EXPECT_THAT(lesson.provenance().unclaimed_lines(), IsEmpty());
}

// The menu above a lesson is no part of it, whichever of its lines are there.
TEST(LessonPlan, MenuLines) {
  const std::string body = "Lesson Plan 1\n\nTitle - Roads\n\nUnit Topic: Trade\n\nLesson Topic: Roads\n";
  for (const std::string menu :
       {"Main Menu\nHuman Trafficking\nStreet Children\nResources for Teachers\n\n\n",
        "Main Menu\n\nResources for Teachers\n\n", "Resources for Teachers\nMain Menu\n",
        "Main Menu\nThe Commercial Sexual Exploitation of Children\nCountry-by-Country Reports\nHome\n"}) {
    const ParsedLesson parsed = Read("x.txt", menu + body);
    EXPECT_THAT(parsed.resource.provenance().unclaimed_lines(), IsEmpty()) << menu;
    EXPECT_EQ(parsed.resource.number(), "1");
    EXPECT_EQ(parsed.resource.title(), "Roads");
  }
  const ParsedLesson other = Read("x.txt", "Main Menu\nResources for Teachers of roads\n" + body);
  EXPECT_THAT(other.resource.provenance().unclaimed_lines(), ElementsAre("Resources for Teachers of roads"));
}

TEST(LessonPlan, NumberedLists) {
  EXPECT_THAT(ReadNumbered("1. One 2) Two 3. Three").items, ElementsAre("One", "Two", "Three"));
  EXPECT_THAT(ReadNumbered("first\n1. One of 2. them\n2. Two").items, ElementsAre("One of 2. them", "Two"));
  EXPECT_EQ(ReadNumbered("first\n1. One\n2. Two").before, "first");
  EXPECT_THAT(ReadNumbered("2. not the first").items, IsEmpty());
  EXPECT_THAT(ReadNumbered("1.5 hours").items, IsEmpty());
}

TEST(LessonPlan, TheSameLessonIsRecognised) {
  const std::string bytes = Fixture("lesson_plain.txt");
  const std::string key = Read("a.txt", bytes).resource.source_key();
  std::string changed = bytes;
  changed.replace(changed.find("Paper"), 5, "Chalk");
  EXPECT_EQ(Read("b.txt", changed).resource.source_key(), key);
  changed = bytes;
  changed.replace(changed.find("Roads and"), 5, "Lanes");
  EXPECT_NE(Read("a.txt", changed).resource.source_key(), key);
}

TEST(LessonPlan, RefusesOtherPages) {
  EXPECT_THAT(std::string(ParseLessonPlan("Malawi.txt", Fixture("Malawi.txt")).status().message()),
              HasSubstr("looks like a country page"));
  EXPECT_THAT(std::string(ParseLessonPlan("x", "Grade Level: 9\n\nAnticipatory Set: Ask.\n").status().message()),
              HasSubstr("has no title"));
  EXPECT_THAT(std::string(ParseLessonPlan("x", "").status().message()), HasSubstr("is empty"));
}

// Lines in any order: every byte is in a span or in a line that was reported.
TEST(LessonPlan, NothingIsLost) {
  std::vector<std::string> lines = {"", "", "A stray line", "Grade: 3", "1. Again"};
  for (const char* name : {"lesson_plain.txt", "lesson_wrapped.txt"}) {
    std::stringstream text(Fixture(name));
    for (std::string line; std::getline(text, line);) lines.push_back(line);
  }
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    std::string bytes = "Lesson Topic: Roads\nUnit Topic: Trade\n";
    for (size_t i = 0, count = random() % 50; i < count; ++i) bytes += lines[random() % lines.size()] + "\n";
    const ParsedLesson parsed = Read("x.txt", bytes);
    const auto source = SourceText::Decode(bytes);
    ASSERT_TRUE(source.ok());
    std::vector<bool> covered(bytes.size());
    for (const v1::ByteSpan& span : parsed.resource.provenance().spans()) {
      std::fill(covered.begin() + span.start_byte(), covered.begin() + span.end_byte(), true);
    }
    for (const ParsedPage::Warning& warning : parsed.warnings) {
      const Span line = source->lines()[static_cast<size_t>(warning.line - 1)];
      std::fill(covered.begin() + warning.start_byte, covered.begin() + static_cast<std::ptrdiff_t>(line.end), true);
    }
    // Numbers and the marks behind headings are structure.
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (!IsLetter(bytes[i])) continue;
      ASSERT_TRUE(covered[i]) << bytes.substr(i, 30) << "\n---\n" << bytes;
    }
  }
}

}  // namespace
}  // namespace lectern::legacy
