// Input that is no country page: each kind has its own sentence.
#include <gmock/gmock.h>

#include <set>

#include "clients/admin/legacy/legacy_kind.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::HasSubstr;

constexpr char kEntry[] = "*** ARCHIVES ***\n\nTitle\n\n[accessed 1 May 2001]\n\nText.\n";

TEST(Refusal, EachHasItsOwnSentence) {
  struct Case {
    std::string name;
    std::string bytes;
    const char* says;
  };
  const std::string lesson = "Unit Topic: Roads\n\nGrade Level: 9\n\nLesson Objectives: Students will be able to:\n";
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  const std::vector<Case> cases = {
      {"nul.txt", std::string("Street Children\0Malawi", 22), "not text"},
      {"empty.txt", "", "is empty"},
      {"long.txt", std::string((size_t{8} << 20) + 1, 'x'), "longer than 8 MiB"},
      {"no-entry.txt", "Street Children\n\nRepublic of Malawi\n\nThe invented plain is dry.\n", "holds no entry"},
      {"x.txt", std::string("Street Children\n\n") + kEntry, "country cannot be determined"},
      {"Malawi.txt", kEntry, "topic cannot be determined"},
      {"lesson.txt", lesson, "looks like a lesson plan"},
      {"00-DebateTopics.htm", "1. This house believes in roads.\n", "looks like a list of debate topics"},
      {"00-EssayQuestions.htm", "1. Why?\n", "looks like a list of essay questions"},
      {"111-prevention.htm", "Malawi\n\nTitle\n\n[accessed 1 May 2001]\n", "looks like a page of lecture resources"},
      {"Malawi.htm", "<!DOCTYPE html><html><body>" + deep, "tags inside each other"},
      {"x.htm", "<html><head><meta charset=koi8-r></head><body>\xC5\xE0</body></html>", "koi8-r"},
      {"x.txt",
       std::string("\xFF\xFE"
                   "a\0b",
                   5),
       "damaged UTF-16"},
  };
  std::set<std::string> messages;
  for (const Case& c : cases) {
    const auto page = ParseCountryPage(c.name, c.bytes);
    ASSERT_FALSE(page.ok()) << c.name;
    EXPECT_EQ(page.status().code(), absl::StatusCode::kInvalidArgument) << c.name;
    const std::string message(page.status().message());
    EXPECT_THAT(message, HasSubstr(c.says)) << c.name;
    EXPECT_TRUE(messages.insert(message).second) << c.name << " shares its message: " << message;
    EXPECT_EQ(message.back(), '.') << message;
  }
}

TEST(Refusal, WhatIsNotText) {
  EXPECT_FALSE(ParseCountryPage("x", "\x89PNG\r\n\x1A\n\x01\x02\x03\x04\x05\x06\x07").ok());
  EXPECT_FALSE(ParseCountryPage("x", std::string("Street Children ") + "\x81\x8D").ok());
  // Letters of another code page, nearly all beyond ASCII.
  std::string greek;
  for (int i = 0; i < 200; ++i) greek += "\xE1\xE2\xE3 ";
  EXPECT_THAT(std::string(ParseCountryPage("x", greek).status().message()), HasSubstr("not text"));
  EXPECT_THAT(std::string(ParseCountryPage("x", " \n\xC2\xA0\n\t").status().message()), HasSubstr("is empty"));
}

TEST(Refusal, Windows1252IsReadAndReported) {
  // "Côte" and curly quotes in Windows-1252.
  const std::string bytes = std::string("Street Children\n\nC\xF4te d'Ivoire\n\n*** ARCHIVES ***\n\nTitle\n\n") +
                            "[accessed 1 May 2001]\n\nIt was \x93safe\x94 there.\n";
  const ParsedPage page = Parse("x.txt", bytes);
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.page.name(), "countries/ci/pages/street-children");
  EXPECT_EQ(page.entries[0].passages(0).text(), "It was \xE2\x80\x9Csafe\xE2\x80\x9D there.");
  // All of it is: nothing to look at.
  EXPECT_FALSE(HasWarning(page, "Windows-1252"));
  // Spans are those of the file, not of the converted text.
  const v1::ByteSpan& span = page.entries[0].provenance().spans(0);
  EXPECT_EQ(span.start_byte(), static_cast<int64_t>(bytes.find("Title")));
  EXPECT_EQ(span.end_byte(), static_cast<int64_t>(bytes.size()) - 1);
}

TEST(Kinds, TextCountsBeforeTheName) {
  const std::string lesson = "Anticipatory Set: a question\nSequence of Learning Activities: 1. Read.\n";
  EXPECT_EQ(DetectKind("Malawi.txt", lesson), LegacyKind::kLessonPlan);
  EXPECT_EQ(DetectKind("00-LessonPlan-1.htm", "Something else"), LegacyKind::kLessonPlan);
  EXPECT_EQ(DetectKind("x", "Debate Topics\n\n1. A.\n"), LegacyKind::kDebateTopics);
  EXPECT_EQ(DetectKind("x", "1. Why? [Suggestions: read]\n"), LegacyKind::kEssayQuestions);
  EXPECT_EQ(DetectKind("x", "Course Outline\n"), LegacyKind::kCourseOutline);
  EXPECT_EQ(DetectKind("x", "Educational Strategy\n"), LegacyKind::kEducationalStrategy);
  EXPECT_EQ(DetectKind("00-Background.htm", "Words"), LegacyKind::kBackground);
  EXPECT_EQ(DetectKind("00-ResourcesForTeachers.htm", "Words"), LegacyKind::kResourceList);
  EXPECT_EQ(DetectKind("111-ages13-15.htm", "Words"), LegacyKind::kLectureResources);
  EXPECT_EQ(DetectKind("x", kEntry), LegacyKind::kCountryPage);
}

}  // namespace
}  // namespace lectern::legacy
