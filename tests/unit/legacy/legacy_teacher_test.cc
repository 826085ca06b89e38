// Pages for teachers that are no lesson plans.
#include <gmock/gmock.h>

#include <algorithm>

#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/outline.h"
#include "clients/admin/legacy/prompts.h"
#include "clients/admin/legacy/teacher_draft.h"
#include "clients/admin/legacy/teacher_page.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ParsedFile Read(const std::string& path, const std::string& bytes) {
  const auto source = SourceText::Decode(bytes);
  EXPECT_TRUE(source.ok()) << source.status();
  auto file = ParseLegacyFile(path, *source);
  EXPECT_TRUE(file.ok()) << file.status();
  ParsedFile read = file.ok() ? *std::move(file) : ParsedFile();
  EXPECT_EQ(read.teacher_resources.size(), 1U) << path;
  read.teacher_resources.resize(1);
  return read;
}

std::vector<std::string> Prompts(const ParsedFile& file) {
  std::vector<std::string> texts;
  for (const v1::Prompt& prompt : file.teacher_resources[0].prompts()) {
    texts.push_back(prompt.text() + (prompt.suggestions().empty() ? "" : " ## " + prompt.suggestions()));
  }
  return texts;
}

bool Warned(const ParsedFile& file, const std::string& part) {
  return std::any_of(file.warnings.begin(), file.warnings.end(),
                     [&](const auto& warning) { return warning.text.find(part) != std::string::npos; });
}

const char kHead[] = "Main Menu\nTorture\n\nStreet Children\n\nEssay Questions\n\n";

TEST(Prompts, NumbersPartAndSayNothingMore) {
  const ParsedFile file =
      Read("00-EssayQuestions.txt", std::string(kHead) +
                                        "4. First. It has\ntwo lines.\n\nAnd a second paragraph.\n\n"
                                        "4) Second? [Suggestions: here.]\n\n(9) Third.\n");
  EXPECT_THAT(Prompts(file),
              ElementsAre("First. It has\ntwo lines.\n\nAnd a second paragraph.", "Second? ## here.", "Third."));
  EXPECT_EQ(file.teacher_resources[0].kind(), v1::TEACHER_RESOURCE_KIND_ESSAY_QUESTIONS);
  EXPECT_EQ(file.teacher_resources[0].topic(), "topics/street-children");
  EXPECT_EQ(file.teacher_resources[0].title(), "Essay Questions");
}

TEST(Prompts, FiguresInsideASentenceOpenNone) {
  const ParsedFile file =
      Read("00-EssayQuestions.txt", std::string(kHead) + "1. Of 12 offices 3. answered in 1999. Why? 2. Read on.\n");
  EXPECT_THAT(Prompts(file), ElementsAre("Of 12 offices 3. answered in 1999. Why?", "Read on."));
}

TEST(Prompts, SuggestionsThatAreDamagedAreTold) {
  const ParsedFile open =
      Read("00-EssayQuestions.txt", std::string(kHead) + "1. Who? [Suggestions: look\n\n2. Where?\n");
  EXPECT_THAT(Prompts(open), ElementsAre("Who? ## look", "Where?"));
  EXPECT_TRUE(Warned(open, "not closed"));
  const ParsedFile inside =
      Read("00-EssayQuestions.txt", std::string(kHead) + "1. Who? [Suggestions: look] And why?\n");
  EXPECT_THAT(Prompts(inside), ElementsAre("Who? [Suggestions: look] And why?"));
  EXPECT_TRUE(Warned(inside, "behind the suggestions"));
}

TEST(Prompts, HeadingsBetweenThemAreReported) {
  const ParsedFile file =
      Read("00-EssayQuestions.txt", std::string(kHead) + "1. Who goes there?\n\nFor older pupils\n\n1. Where to?\n");
  EXPECT_THAT(Prompts(file), ElementsAre("Who goes there?", "Where to?"));
  EXPECT_THAT(file.teacher_resources[0].provenance().unclaimed_lines(), ElementsAre("For older pupils"));
  EXPECT_TRUE(Warned(file, "No rule took this line"));
}

TEST(TeacherPage, KeyHoldsTitleAndTopicAndNoNumber) {
  const std::string page = std::string(kHead) + "1. Who goes there?\n\n2. Where to?\n";
  const std::string key = Read("a.txt", page).teacher_resources[0].source_key();
  std::string other = page;
  other.replace(other.find("1. Who"), 6, "7. Who");
  EXPECT_EQ(Read("b.txt", other).teacher_resources[0].source_key(), key);
  other.replace(other.find("Street Children"), 15, "Torture by Staff");
  EXPECT_NE(Read("a.txt", other).teacher_resources[0].source_key(), key);
  // Without a title the first words stand for it.
  const std::string bare = "Street Children\n\n1. Who goes there?\n\n2. Where to?\n";
  const ParsedFile untitled = Read("00-EssayQuestions.txt", bare);
  EXPECT_TRUE(Warned(untitled, "has no heading"));
  std::string renumbered = bare;
  renumbered[renumbered.find("1.")] = '3';
  EXPECT_EQ(Read("00-EssayQuestions.txt", renumbered).teacher_resources[0].source_key(),
            untitled.teacher_resources[0].source_key());
}

TEST(TeacherPage, KindIsToldByTheHeadingWhereTheNameSaysNothing) {
  EXPECT_EQ(Read("a.txt", "Street Children\n\nDebate Topics\n\n1. Yes.\n").kind, LegacyKind::kDebateTopics);
  EXPECT_EQ(Read("a.txt", "Street Children\n\nBackground\n\nIt began long ago. Nobody knows.\n").kind,
            LegacyKind::kBackground);
  EXPECT_EQ(Read("a.txt", "Street Children\n\nEducational Strategy\n\nBegin slowly. Stop often.\n").kind,
            LegacyKind::kEducationalStrategy);
}

TEST(TeacherPage, TopicComesFromTheFolderLast) {
  const std::string page = "Debate Topics\n\n1. Yes.\n";
  EXPECT_EQ(Read("x/humantrafficking/00-DebateTopics.htm", page).teacher_resources[0].topic(),
            "topics/human-trafficking");
  EXPECT_EQ(Read("x/humantrafficking/00-DebateTopics.htm", page).teacher_resources[0].provenance().file(),
            "00-DebateTopics.htm");
  EXPECT_TRUE(Warned(Read("00-DebateTopics.htm", page), "which topic"));
  EXPECT_EQ(Read("humantrafficking/a.htm", "Street Children\n\n" + page).teacher_resources[0].topic(),
            "topics/street-children");
}

TEST(TeacherPage, MenuAndNoticesAreNoContent) {
  const ParsedFile file =
      Read("00-DebateTopics.txt",
           "Street Children\n\nDebate Topics\n\n1. Yes.\n\n[ Contribute a new topic | Main Menu ]\n\n"
           "All material used herein is quoted under the fair use rule.\n\n"
           "Cite this webpage as: A, \"Debate\", http://example.net/streetchildren/00-DebateTopics.htm, [accessed "
           "<date>]\n");
  EXPECT_THAT(Prompts(file), ElementsAre("Yes."));
  EXPECT_THAT(file.teacher_resources[0].legacy_addresses(),
              ElementsAre("http://example.net/streetchildren/00-DebateTopics.htm"));
  EXPECT_THAT(file.teacher_resources[0].provenance().unclaimed_lines(),
              ElementsAre(HasSubstr("fair use"), HasSubstr("Cite this webpage as")));
  EXPECT_THAT(file.teacher_resources[0].provenance().raw_text(), HasSubstr("Contribute"));
}

TEST(TeacherPage, NothingInItIsTakenForHtml) {
  EXPECT_EQ(WithoutHtml("a <b> 3 < 4 </b> <http://example.net> <!--"),
            "a \\<b> 3 < 4 \\</b> <http://example.net> \\<!--");
}

TEST(TeacherPage, LinksOfAnHtmlPageAreKept) {
  const ParsedFile list =
      Read("00-Resources.htm",
           "<html><body><p>Street Children</p><p>Resources</p><p><a href=\"00-DebateTopics.htm\">Debate Topics</a></p>"
           "<p>Six of them. Each takes a lesson.</p><p><a href=\"http://example.net/film\">A film</a></p><p>Nine "
           "minutes. It has no words.</p></body></html>");
  ASSERT_EQ(list.teacher_resources[0].parts_size(), 2);
  EXPECT_EQ(list.teacher_resources[0].parts(0).heading(), "Debate Topics");
  EXPECT_THAT(list.teacher_resources[0].parts(0).body(), HasSubstr("00-DebateTopics.htm"));
  EXPECT_THAT(list.teacher_resources[0].parts(1).body(), HasSubstr("<http://example.net/film>"));
  const ParsedFile text = Read("00-Background.htm",
                               "<html><body><p>Street Children</p><p>Background</p><p>It has <a "
                               "href=\"http://example.net/map\">a map</a> of it. Look.</p></body></html>");
  EXPECT_THAT(text.teacher_resources[0].provenance().unclaimed_lines(),
              ElementsAre("Link of \"a map\": http://example.net/map"));
}

TEST(Outline, LongPartsGoOnInFurtherOnes) {
  std::string page = "Street Children\n\nBackground\n\nA heading\n\n";
  for (int i = 0; i < 40; ++i) page += std::string(4000, 'x') + ". End.\n\n";
  const ParsedFile file = Read("00-Background.txt", page);
  ASSERT_GT(file.teacher_resources[0].parts_size(), 1);
  EXPECT_EQ(file.teacher_resources[0].parts(0).heading(), "A heading");
  EXPECT_EQ(file.teacher_resources[0].parts(1).heading(), "");
  for (const auto& part : file.teacher_resources[0].parts()) EXPECT_LE(part.body().size(), 65536U);
}

}  // namespace
}  // namespace lectern::legacy
