// Pages of lecture resources: entries of many countries.
#include <gmock/gmock.h>

#include <random>

#include "clients/admin/legacy/country_headings.h"
#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Item(const std::string& title) {
  return title + "\nInvented Institute, 3 May 2004\n[accessed 5 May 2012]\n\nIt has an annotation. It is short.\n\n";
}

absl::StatusOr<ParsedFile> Parse(const std::string& path, const std::string& bytes) {
  const auto source = SourceText::Decode(bytes);
  if (!source.ok()) return source.status();
  return ParseLegacyFile(path, *source);
}

std::vector<std::string> Countries(const ParsedFile& file) {
  std::vector<std::string> countries;
  for (const v1::Entry& entry : file.entries) countries.push_back(entry.country());
  return countries;
}

const char kHead[] = "Main Menu\nTorture\n\nStreet Children\n\nPrevention\n\n";

TEST(LecturePage, CountryThemeAndTopic) {
  const auto file = Parse("111-prevention.htm", kHead + ("Malawi\n\n" + Item("One")) + "Congo (DRC)\n\n" + Item("Two") +
                                                    "A map of it - Nepal\n\n" + Item("Three"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->kind, LegacyKind::kLectureResources);
  EXPECT_THAT(Countries(*file), ElementsAre("countries/mw", "countries/cd", "countries/np"));
  for (const v1::Entry& entry : file->entries) {
    EXPECT_THAT(entry.themes(), ElementsAre("themes/prevention"));
    EXPECT_EQ(entry.topic(), "topics/street-children");
    EXPECT_EQ(entry.provenance().file(), "111-prevention.htm");
  }
  ASSERT_EQ(file->themes.size(), 1U);
  EXPECT_EQ(file->themes[0].name(), "themes/prevention");
  EXPECT_EQ(file->themes[0].labels(0).text(), "Prevention");
  EXPECT_FALSE(file->left_out.empty());
}

TEST(LecturePage, ATitleThatEndsInACountryStaysATitle) {
  const auto file = Parse("111-prevention.htm", kHead + ("Malawi\n\n" + Item("The invented papers - Kenya")) +
                                                    "Nepal\n\nPeru\nInvented Times, 4 May 2004\n[accessed 2009]\n");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(Countries(*file), ElementsAre("countries/mw", "countries/np"));
  EXPECT_EQ(file->entries[0].title_lines(0), "The invented papers - Kenya");
  EXPECT_EQ(file->entries[1].title_lines(0), "Peru");
}

TEST(LecturePage, ALostCountryIsReportedAndNeverGuessed) {
  const std::string pages[] = {
      // Before any heading; a heading without country; one of several that has its country's place.
      kHead + Item("Lost") + "Malawi\n\n" + Item("Kept"),
      std::string(kHead) + "Work - Malawi\n\n" + Item("A") + "Work - Peru\n\n" + Item("B") + "Work -\n\n" +
          Item("Lost"),
      std::string(kHead) + "Work - Malawi\n\n" + Item("A") + "Work - Peru\n\n" + Item("B") + "Work\n\n" + Item("Lost"),
      std::string(kHead) + "Malawi\n\n" + Item("A") + "Peru\n\n" + Item("B") + "Nepal\n\n" + Item("C") + "Ghana\n\n" +
          Item("D") + Item("Lost")};
  for (const std::string& page : pages) {
    const auto file = Parse("111-prevention.htm", page);
    ASSERT_TRUE(file.ok()) << file.status();
    for (const v1::Entry& entry : file->entries) {
      const bool lost = entry.title_lines(0) == "Lost";
      EXPECT_EQ(entry.country().empty(), lost) << page;
      if (!lost) continue;
      EXPECT_THAT(entry.provenance().warnings(), ::testing::Contains(HasSubstr("country"))) << page;
    }
  }
}

TEST(LecturePage, GroupsShareTheirHeading) {
  const auto file =
      Parse("111-prevention.htm", kHead + ("Malawi\n\n" + Item("A")) + Item("B") + "Peru\n\n" + Item("C") + Item("D"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(Countries(*file), ElementsAre("countries/mw", "countries/mw", "countries/pe", "countries/pe"));
}

TEST(LecturePage, KeysDifferByThemeAndStayTheSame) {
  const std::string page = std::string(kHead) + "Malawi\n\n" + Item("A") + Item("A");
  const auto first = Parse("111-prevention.htm", page);
  const auto again = Parse("folder/111-prevention.htm", page);
  const auto other = Parse("111-recovery.htm", page);
  ASSERT_TRUE(first.ok() && again.ok() && other.ok());
  EXPECT_EQ(first->entries[0].source_key(), again->entries[0].source_key());
  EXPECT_NE(first->entries[0].source_key(), first->entries[1].source_key());
  EXPECT_NE(first->entries[0].source_key(), other->entries[0].source_key());
}

TEST(LecturePage, RefusesWhatSaysTooLittle) {
  const auto no_topic = Parse("111-prevention.htm", "Prevention\n\nMalawi\n\n" + Item("A"));
  ASSERT_FALSE(no_topic.ok());
  EXPECT_THAT(std::string(no_topic.status().message()), HasSubstr("topic cannot be determined"));
  const auto by_folder = Parse("streetchildren/111-prevention.htm", "Prevention\n\nMalawi\n\n" + Item("A"));
  ASSERT_TRUE(by_folder.ok()) << by_folder.status();
  EXPECT_EQ(by_folder->entries[0].topic(), "topics/street-children");
  EXPECT_FALSE(Parse("111-prevention.htm", "Street Children\n\nPrevention\n\nMalawi\n").ok());
}

TEST(LecturePage, ACountryPageIsNone) {
  const std::string page = "Street Children\n\nRepublic of Malawi\n\n*** ARCHIVES ***\n\n" + Item("A") + Item("B");
  const auto file = Parse("page.txt", page);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->kind, LegacyKind::kCountryPage);
}

}  // namespace
}  // namespace lectern::legacy
