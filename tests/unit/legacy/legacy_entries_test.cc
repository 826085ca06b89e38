// Entries in all the layouts that the old pages have; one fixture a difficulty.
#include <gmock/gmock.h>

#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Titles(const ParsedPage& page) {
  std::vector<std::string> titles;
  for (const v1::Entry& entry : page.entries) titles.push_back(entry.title_lines(0));
  return titles;
}

TEST(Entries, PlainLayout) {
  const ParsedPage page = ParseFixture("Malawi.txt");
  ASSERT_EQ(page.entries.size(), 2U);
  const v1::Entry& first = page.entries[0];
  EXPECT_THAT(first.title_lines(), ElementsAre("A day centre opens its doors"));
  EXPECT_EQ(first.raw_byline(),
            "Jane Example and Peter van der Berg, Example Institute for Child Welfare, 12 May 2004");
  EXPECT_EQ(first.contributors_size(), 2);
  EXPECT_EQ(first.publisher(), "Example Institute for Child Welfare");
  EXPECT_EQ(first.published().raw(), "12 May 2004");
  EXPECT_EQ(first.published().edtf(), "2004-05-12");
  EXPECT_EQ(first.url(), "https://www.example.org/daycentre.htm");
  EXPECT_TRUE(HasWarning(first, "is a guess"));
  EXPECT_EQ(first.section(), "FEATURED ARTICLE");
  EXPECT_EQ(first.country(), "countries/mw");
  EXPECT_EQ(first.topic(), "topics/street-children");
  EXPECT_EQ(first.language(), "en");
  EXPECT_EQ(first.lifecycle(), v1::LIFECYCLE_DRAFT);
  EXPECT_EQ(first.identity_risk(), v1::IDENTITY_RISK_NOT_ASSESSED);
  EXPECT_EQ(first.provenance().file(), "Malawi.txt");
  ASSERT_EQ(first.passages_size(), 2);
  EXPECT_EQ(first.passages(1).text(), "A second paragraph follows a line that only looks blank.");
  const v1::Entry& second = page.entries[1];
  EXPECT_EQ(second.url(), "http://www.example.org/review.pdf");
  EXPECT_FALSE(HasWarning(second, "guess"));
  EXPECT_EQ(second.passages(0).heading(), "SCHOOLING");
  EXPECT_LT(first.rank(), second.rank());
  EXPECT_EQ(first.source_key().size(), 32U);
  EXPECT_NE(first.source_key(), second.source_key());
}

TEST(Entries, WrappedAndRunTogether) {
  const ParsedPage page = ParseFixture("wrapped.txt");
  ASSERT_EQ(page.entries.size(), 3U);
  // Title and byline in one line cannot be parted: nothing is lost, and a warning says so.
  EXPECT_THAT(page.entries[0].title_lines(),
              ElementsAre("Market towns and their young workers Example Gazette, 4 May 2006"));
  EXPECT_TRUE(HasWarning(page.entries[0], "may stand in one line"));
  EXPECT_EQ(page.entries[0].published().edtf(), "2006-05-04");
  EXPECT_EQ(page.entries[0].url(), "https://www.example.org/towns.htm");
  EXPECT_EQ(page.entries[0].accesses(0).raw(), "[accessed 12 August 2021]");
  EXPECT_EQ(page.entries[0].accesses(0).edtf(), "2021-08-12");
  // Byte for byte, the line break of the wrap included.
  EXPECT_EQ(page.entries[0].passages(0).text(),
            "The article follows three families. It describes how the children\ncame to work at the market. The "
            "writer spoke to teachers as well.");
  // A mark ends the title.
  EXPECT_THAT(page.entries[1].title_lines(), ElementsAre("A survey of road stations"));
  EXPECT_THAT(page.entries[1].media_marks(), ElementsAre("PDF"));
  EXPECT_EQ(page.entries[1].raw_byline(), "Example Institute, 2009");
  EXPECT_EQ(page.entries[1].section(), "ARCHIVES");
  EXPECT_THAT(page.entries[2].title_lines(), ElementsAre("Second survey of road stations"));
  EXPECT_EQ(page.entries[2].passages_size(), 1);
  EXPECT_THAT(page.page.section_order(), ElementsAre("FEATURED ARTICLES", "ARCHIVES"));
}

TEST(Entries, AreRecognisedInAWrappedCapture) {
  for (const std::string& name : AllFixtures()) {
    if (name == "wrapped.txt") continue;
    const ParsedPage page = ParseFixture(name);
    const ParsedPage wrapped = Parse(name, Wrapped(Fixture(name), true));
    ASSERT_EQ(wrapped.entries.size(), page.entries.size()) << name;
    for (size_t i = 0; i < page.entries.size(); ++i) {
      EXPECT_EQ(wrapped.entries[i].source_key(), page.entries[i].source_key())
          << name << page.entries[i].title_lines(0);
    }
  }
}

TEST(Entries, TitleBehindTheAnnotationBeforeIt) {
  const ParsedPage page =
      Parse("Kenya.txt",
            "Street Children\n\n*** ARCHIVES ***\n\nFirst title\n\n[accessed 1 May 2001]\n\nThe first "
            "annotation is over and ends here. Second title of it all [accessed 2 May 2001] Second annotation.\n");
  EXPECT_THAT(Titles(page), ElementsAre("First title", "Second title of it all"));
  EXPECT_EQ(page.entries[0].passages(0).text(), "The first annotation is over and ends here.");
  EXPECT_EQ(page.entries[1].passages(0).text(), "Second annotation.");
  EXPECT_TRUE(HasWarning(page.entries[1], "please check where it begins"));
}

TEST(Entries, AccessedDates) {
  const ParsedPage page = ParseFixture("accesses.txt");
  ASSERT_EQ(page.entries.size(), 6U);
  const auto access = [&](size_t entry, int i) { return page.entries[entry].accesses(i); };
  EXPECT_EQ(access(0, 0).edtf(), "2009");
  EXPECT_EQ(access(1, 0).raw(), "[accessed 22ugust 2011]");
  EXPECT_EQ(access(1, 0).edtf(), "2011");
  EXPECT_TRUE(HasWarning(page.entries[1], "22ugust"));
  EXPECT_EQ(access(2, 0).edtf(), "2020-02-08");
  EXPECT_EQ(page.entries[2].published().raw(), "Updated 6 Dec 2017");
  EXPECT_EQ(page.entries[2].published().edtf(), "2017-12-06");
  EXPECT_EQ(page.entries[2].raw_byline(), "Example Agency");
  ASSERT_EQ(page.entries[3].accesses_size(), 3);
  EXPECT_EQ(access(3, 1).edtf(), "2016-10-29");
  EXPECT_TRUE(HasWarning(page.entries[3], "Several accessed dates"));
  EXPECT_EQ(access(4, 0).raw(), "[accessed 5 April 2012");
  EXPECT_TRUE(HasWarning(page.entries[4], "bracket is missing"));
  // A run in the middle of a sentence is part of the annotation.
  EXPECT_EQ(page.entries[4].passages(0).text(),
            "Fifth annotation quotes another work, as of Example (2004) [accessed 3 May 2005], in the middle of a "
            "sentence.");
  EXPECT_EQ(access(5, 0).raw(), "[accessed recently]");
  EXPECT_EQ(access(5, 0).edtf(), "");
  EXPECT_TRUE(HasWarning(page.entries[5], "No date can be read"));
}

TEST(Entries, Addresses) {
  const ParsedPage page = ParseFixture("addresses.txt");
  ASSERT_EQ(page.entries.size(), 5U);
  EXPECT_EQ(page.entries[0].raw_byline(), "Example Watch, 27 May 2004,,EXAMPLE,REPORT,ALB,,41c6b2fe,0.html");
  EXPECT_EQ(page.entries[0].publisher(), "Example Watch");
  EXPECT_EQ(page.entries[0].published().edtf(), "2004-05-27");
  EXPECT_EQ(page.entries[1].place(), "Durres, Albania");
  EXPECT_THAT(page.entries[1].provenance().unclaimed_lines(), ElementsAre("[]"));
  EXPECT_EQ(page.entries[1].url(), "");
  EXPECT_EQ(page.entries[2].url(), "http://www.example.org/a_b-c.htm");
  EXPECT_EQ(page.entries[2].published().edtf(), "2001-11-30");
  EXPECT_TRUE(HasWarning(page.entries[2], "doubled"));
  EXPECT_THAT(page.entries[3].provenance().unclaimed_lines(), ElementsAre("\",,"));
  EXPECT_EQ(page.entries[4].url(), "https://www.example.org/one");
  EXPECT_THAT(page.entries[4].provenance().unclaimed_lines(), ElementsAre("www.example.org/two"));
  for (const v1::Entry& entry : page.entries) {
    EXPECT_EQ(entry.section(), "");
    EXPECT_EQ(entry.passages_size(), 1) << entry.title_lines(0);
  }
}

TEST(Entries, WithoutAnyAccessedRun) {
  const ParsedPage page = ParseFixture("unread.txt");
  EXPECT_THAT(Titles(page), ElementsAre("A visit to the old prison", "Report on places of detention",
                                        "Answer of the ministry", "Minutes of the visit"));
  EXPECT_EQ(page.entries[0].accesses_size(), 0);
  EXPECT_EQ(page.entries[0].section(), "FEATURED ARTICLE");
  EXPECT_EQ(page.entries[1].accesses_size(), 1);
  EXPECT_EQ(page.entries[2].published().edtf(), "2001-07-03");
  EXPECT_EQ(page.entries[3].raw_byline(), "Example Ministry of Justice");
  EXPECT_TRUE(HasWarning(page.entries[2], "No accessed date"));
  EXPECT_FALSE(HasWarning(page.entries[1], "No accessed date"));
}

TEST(Entries, Titles) {
  const ParsedPage page = ParseFixture("titles.txt");
  ASSERT_EQ(page.entries.size(), 8U);
  EXPECT_THAT(page.entries[0].title_lines(), ElementsAre("Ten Years Later", "A Report in Two Parts"));
  EXPECT_THAT(page.entries[0].media_marks(), ElementsAre("PDF", "DOC"));
  EXPECT_EQ(page.entries[0].raw_byline(), "Example International, November 2001");
  EXPECT_EQ(page.entries[1].series(), "2018 Country Reports on Invented Matters");
  EXPECT_EQ(page.entries[1].title_lines(0), "Human Rights Reports \xC2\xBB 2018 Country Reports on Invented Matters");
  EXPECT_EQ(page.entries[1].source_type(), v1::SOURCE_TYPE_REPORT);
  EXPECT_EQ(page.entries[2].title_lines(0), "Trade On The River, April 2003");
  EXPECT_EQ(page.entries[2].published().raw(), "April 2003");
  EXPECT_EQ(page.entries[2].published().edtf(), "2003-04");
  EXPECT_EQ(page.entries[2].raw_byline(), "");
  EXPECT_THAT(page.entries[3].title_lines(), ElementsAre("Adapted from: Roads and Rivers, a reader"));
  EXPECT_THAT(page.entries[4].title_lines(),
              ElementsAre("Rivers: what they carry - and for whom", "Adapted from: A longer text"));
  EXPECT_EQ(page.entries[4].raw_byline(), "Example News, 2 May 2002");
  EXPECT_THAT(page.entries[5].title_lines(), ElementsAre("Who pays for the journey?"));
  EXPECT_EQ(page.entries[5].published().edtf(), "2011-02");
  EXPECT_EQ(page.entries[5].source_type(), v1::SOURCE_TYPE_ARTICLE_JOURNAL);
  // Two that look the same are told apart by their order.
  EXPECT_EQ(page.entries[6].title_lines(0), page.entries[7].title_lines(0));
  EXPECT_NE(page.entries[6].source_key(), page.entries[7].source_key());
}

TEST(Entries, TwoMarkedTitleLinesBehindAnotherEntry) {
  const std::string before =
      "Street Children\n\n*** ARCHIVES ***\n\nFirst\n\n[accessed 2009]\n\nA last line without a full stop\n\n";
  const ParsedPage marked =
      Parse("Kenya.txt", before + "One [PDF]\n\nTwo [PDF]\n\nExample Press, 2001\n\n[accessed 2010]\n\nText.\n");
  ASSERT_EQ(marked.entries.size(), 2U);
  EXPECT_THAT(marked.entries[1].title_lines(), ElementsAre("One", "Two"));
  EXPECT_THAT(marked.entries[1].media_marks(), ElementsAre("PDF"));
  EXPECT_EQ(marked.entries[0].passages(0).text(), "A last line without a full stop");
  // Without marks the line above the title belongs to the annotation.
  const ParsedPage plain = Parse("Kenya.txt", before + "Two\n\nExample Press, 2001\n\n[accessed 2010]\n\nText.\n");
  EXPECT_THAT(plain.entries.at(1).title_lines(), ElementsAre("Two"));
}

TEST(Entries, TheAccessedPatternOfACitationIsNone) {
  const ParsedPage page =
      Parse("Kenya.txt",
            "Street Children\n\n*** ARCHIVES ***\n\nFirst\n\n[accessed 2009]\n\nText.\n\nExample, Prof. "
            "Ann, \"Street Children - Kenya\",, [accessed <date>]\n");
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].accesses_size(), 1);
}

TEST(Entries, LabelsAndHeadings) {
  const ParsedPage page = ParseFixture("labels.txt");
  ASSERT_EQ(page.entries.size(), 1U);
  struct Want {
    const char* label;
    const char* heading;
    const char* text;
  };
  const Want want[] = {
      {"[27]", "", "The committee notes the report."},
      {"[28]", "SCHOOLS", "The committee asks for figures."},
      {"32.", "", "It thanks the delegation."},
      {"(4)", "", "It asks for a date."},
      {"", "[B] COUNTRY UPDATES \xE2\x80\x93 PERU", "Two shelters were opened."},
      {"", "CHILDREN", "A third was planned."},
      {"", "WHY PERU?", "\xE2\x80\x9CNobody else had asked.\xE2\x80\x9D"},
      {"", "", "[One shelter] had been closed before."},
      {"", "FORMS OF SUPPORT", "Meals and a bed for the night."},
      {"", "", "1998 was the year of the law."},
      {"", "", "[2004] was the year of the count."},
      {"", "THE END", "UN - a short form is no heading."},
  };
  const v1::Entry& entry = page.entries[0];
  ASSERT_EQ(entry.passages_size(), static_cast<int>(std::size(want)));
  for (size_t i = 0; i < std::size(want); ++i) {
    const v1::Passage& passage = entry.passages(static_cast<int>(i));
    EXPECT_EQ(passage.label(), want[i].label);
    EXPECT_EQ(passage.heading(), want[i].heading);
    EXPECT_EQ(passage.text(), want[i].text);
  }
}

TEST(Entries, NumberedParagraphsThatRunTogether) {
  const ParsedPage page =
      Parse("Kenya.txt",
            "Street Children\n\n*** ARCHIVES ***\n\nReport\n\n[accessed 2009]\n\n[7] One in 8. of them. [8] "
            "Two, as in [9] of it. [9] Three.\n\n32. Aged 12 or 33. so. 33. Older. 35. not next.\n");
  std::string passages;
  for (const v1::Passage& passage : page.entries.at(0).passages())
    passages += passage.label() + "|" + passage.text() + "\n";
  EXPECT_EQ(passages,
            "[7]|One in 8. of them.\n[8]|Two, as in [9] of it.\n[9]|Three.\n32.|Aged 12 or 33. so.\n33.|Older. 35. not "
            "next.\n");
}

TEST(Entries, BylineBehindAFullTitleLine) {
  // The title fills its line, so that the width alone would join title and byline; the annotation above fills its own.
  const ParsedPage page = ParseFixture("tight.txt");
  EXPECT_THAT(Titles(page), ElementsAre("First invented title",
                                        "Observations of an invented committee about what children do at night",
                                        "An invented trial"));
  EXPECT_EQ(page.entries.at(1).raw_byline(), "Example Convention on Children, 7 June 2002");
  EXPECT_EQ(page.entries.at(2).raw_byline(), "Example News, 30 January, 2002");
  EXPECT_EQ(page.entries.at(1).passages_size(), 1);
}

TEST(Entries, MarksOnLinesOfTheirOwn) {
  const ParsedPage page = ParseFixture("how_to_use.txt");
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_THAT(page.entries[0].notes(), ElementsAre("[scroll down]"));
  EXPECT_THAT(page.entries[1].notes(),
              ElementsAre("At one time this article had been archived and is perhaps still kept [here]"));
  EXPECT_EQ(page.entries[1].raw_byline(), "Example Herald, 3 March 2005");
  EXPECT_EQ(page.entries[1].accesses_size(), 1);
}

TEST(Entries, DamageStaysAsItIsAndIsReported) {
  const ParsedPage page = ParseFixture("damage.txt");
  const v1::Entry entry = EntryTitled(page, "The Aopen@ school");
  EXPECT_EQ(entry.passages(0).text(), "They called it Afriendly@ work. The teachers= rooms were locked.");
  EXPECT_TRUE(HasWarning(entry,
                         "\xE2\x80\x9C"
                         "friendly\xE2\x80\x9D"));
  EXPECT_TRUE(HasWarning(entry, "teachers\xE2\x80\x99"));
  EXPECT_EQ(entry.passages(1).text(), "v A bullet that arrived as a letter.");
  EXPECT_TRUE(HasWarning(entry, "bullet"));
  EXPECT_FALSE(HasWarning(entry, "Anna"));
  EXPECT_TRUE(HasWarning(page, "century. Later"));
}

TEST(Entries, OversizedPartsAreCutAndReported) {
  std::string text = "Street Children\n\nKenya\n\n*** ARCHIVES ***\n\nTitle\n\n[accessed 1 May 2001]\n\n";
  for (int i = 0; i < 30000; ++i) text += "word ";
  text += "\n\n";
  for (int i = 0; i < 600; ++i) text += "Paragraph " + std::to_string(i) + " ends here.\n\n";
  const ParsedPage page = Parse("Kenya.txt", text);
  ASSERT_EQ(page.entries.size(), 1U);
  EXPECT_EQ(page.entries[0].passages_size(), 512);
  for (const v1::Passage& passage : page.entries[0].passages()) EXPECT_LE(passage.text().size(), 65536U);
  EXPECT_NE(page.entries[0].passages(511).text().find("Paragraph 599 ends here."), std::string::npos);
  EXPECT_TRUE(HasWarning(page.entries[0], "longer than 64 KiB"));
  EXPECT_TRUE(HasWarning(page.entries[0], "512th"));
}

}  // namespace
}  // namespace lectern::legacy
