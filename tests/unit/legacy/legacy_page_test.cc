// What stands around the entries: country, topic, introduction, guidance, notices, hotlines.
#include <gmock/gmock.h>

#include "clients/admin/legacy/page_subject.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Page, FrontAndTail) {
  const v1::CountryPage page = ParseFixture("Malawi.txt").page;
  EXPECT_EQ(page.name(), "countries/mw/pages/street-children");
  EXPECT_EQ(page.topic(), "topics/street-children");
  EXPECT_EQ(page.printed_heading(), "Street Children");
  EXPECT_EQ(page.printed_country_name(), "Republic of Malawi");
  EXPECT_EQ(page.period(), "In the early years of the 21st Century, 2000 to 2025");
  EXPECT_THAT(page.introduction().paragraphs(),
              ElementsAre("Most people of the invented district live from what they grow on small plots.",
                          "Schools have been built in the years since, and more children attend them than before."));
  EXPECT_EQ(page.introduction().source(), "The World Factbook, U.S.C.I.A.");
  EXPECT_EQ(page.introduction().edition(), "2011");
  EXPECT_EQ(page.caution(),
            "CAUTION:\xC2\xA0 The links on this invented page were gathered by hand and nobody has checked them.");
  EXPECT_THAT(page.imported_guidance(),
              ElementsAre("Students who write a term-paper may look at the postings of this page first."));
  EXPECT_THAT(page.section_order(), ElementsAre("FEATURED ARTICLE", "ARCHIVES"));
  EXPECT_EQ(page.rights_notice(), "All material on this page is used under the fair use rule of an invented statute.");
  EXPECT_EQ(page.printed_citation(),
            "Cite this webpage as: Example, Prof. Ann, \"Street Children - Malawi\", "
            "http://example.net/streetchildren/Malawi.htm, [accessed 1 July 2012]");
  EXPECT_THAT(page.legacy_addresses(), ElementsAre("http://example.net/streetchildren/Malawi.htm"));
  EXPECT_THAT(page.provenance().unclaimed_lines(), IsEmpty());
  EXPECT_EQ(page.lifecycle(), v1::LIFECYCLE_DRAFT);
  EXPECT_EQ(page.identity_risk(), v1::IDENTITY_RISK_NOT_ASSESSED);
}

TEST(Page, WrappedFront) {
  const v1::CountryPage page = ParseFixture("wrapped.txt").page;
  EXPECT_EQ(page.name(), "countries/ke/pages/human-trafficking");
  EXPECT_EQ(page.period(), "In the early years of the 21st Century, 2000 to 2025");
  EXPECT_EQ(page.introduction().paragraphs_size(), 1);
  EXPECT_EQ(page.introduction().source(), "Freedom House Country Report");
  EXPECT_EQ(page.introduction().edition(), "2018");
  EXPECT_EQ(page.caution(), "CAUTION: This invented page gathers links that nobody has checked.");
}

TEST(Page, NameInTwoParagraphsAndStrayLines) {
  const ParsedPage parsed = ParseFixture("split_name.txt");
  EXPECT_EQ(parsed.page.name(), "countries/et/pages/human-trafficking");
  EXPECT_EQ(parsed.page.printed_country_name(), "Federal Democratic Republic of Ethiopia");
  EXPECT_EQ(parsed.page.period(), "In the first decade of the 21st Century, 2000 to 2010");
  EXPECT_THAT(parsed.page.introduction().paragraphs(),
              ElementsAre("The invented plateau is high.", "Its rivers run west."));
  EXPECT_EQ(parsed.page.introduction().source(), "The World Factbook, U.S.C.I.A.");
  EXPECT_THAT(parsed.page.provenance().unclaimed_lines(), ElementsAre("A line that belongs nowhere"));
  bool reported = false;
  const std::string bytes = Fixture("split_name.txt");
  for (const ParsedPage::Warning& warning : parsed.warnings) {
    if (warning.text.find("A line that belongs nowhere") == std::string::npos) continue;
    reported = true;
    EXPECT_EQ(bytes.compare(static_cast<size_t>(warning.start_byte), 6, "A line"), 0);
    EXPECT_EQ(warning.line, 24);
  }
  EXPECT_TRUE(reported);
}

TEST(Page, TheIntroductionEndsWithItsSource) {
  const std::string entry = "\n\n*** ARCHIVES ***\n\nTitle\n\n[accessed 1 May 2001]\n\nText.\n";
  const std::string front =
      "Street Children\n\nRepublic of Malawi The invented plain lies low, and it is dry for most of the "
      "year, so that the people who live there look for water on foot, and find it far away.";
  const ParsedPage closed =
      Parse("x.txt", front + " [The World Factbook 2009]\n\nAnother paragraph follows it." + entry);
  EXPECT_EQ(closed.page.printed_country_name(), "Republic of Malawi");
  EXPECT_EQ(closed.page.introduction().paragraphs_size(), 1);
  EXPECT_EQ(closed.page.introduction().edition(), "2009");
  EXPECT_THAT(closed.page.provenance().unclaimed_lines(), ElementsAre("Another paragraph follows it."));
  EXPECT_FALSE(HasWarning(closed, "names no source"));
  const ParsedPage open = Parse("x.txt", front + "\n\nAnother paragraph follows it." + entry);
  EXPECT_EQ(open.page.introduction().paragraphs_size(), 2);
  EXPECT_TRUE(HasWarning(open, "names no source"));
  // A sentence about a decade is no dateline.
  const ParsedPage prose = Parse("x.txt", front + "\n\nIn the first decade of the century, it rained." + entry);
  EXPECT_EQ(prose.page.period(), "");
}

TEST(Page, HowToUseThisWebpage) {
  const v1::CountryPage page = ParseFixture("how_to_use.txt").page;
  EXPECT_EQ(page.name(), "countries/cd/pages/sexual-exploitation-of-children");
  EXPECT_EQ(page.printed_country_name(), "(DRC) Democratic Republic of the Congo");
  EXPECT_THAT(page.imported_guidance(),
              ElementsAre("HOW TO USE THIS WEBPAGE", "Students",
                          "Read two entries and compare them. Then write down what is missing.", "Teachers"));
  EXPECT_EQ(page.printed_citation(),
            "Cite this webpage as: Example, Prof. Ann, \"Child Prostitution - DR Congo\", "
            "http://example.net/childprostitution/Congo.htm, [accessed 12 August 2021]");
  EXPECT_EQ(page.rights_notice(), "All material here is used under fair use.");
  EXPECT_THAT(page.provenance().unclaimed_lines(), IsEmpty());
}

TEST(Page, CountryFromTheFileNameAsLastResort) {
  const ParsedPage parsed = ParseFixture("GuineaBissau.txt");
  EXPECT_EQ(parsed.page.name(), "countries/gw/pages/street-children");
  EXPECT_EQ(parsed.page.printed_country_name(), "");
  EXPECT_TRUE(HasWarning(parsed, "taken from the file's name"));
  const std::string bytes = Fixture("GuineaBissau.txt");
  for (const auto& [name, code] : std::vector<std::pair<std::string, std::string>>{{"Guinea-Bissau.htm", "gw"},
                                                                                   {"CoteD'Ivoire.htm", "ci"},
                                                                                   {"Trinidad&Tobago.txt", "tt"},
                                                                                   {"BurkinaFaso.htm.txt", "bf"},
                                                                                   {"PapuaNewGuinea.htm", "pg"},
                                                                                   {"Swaziland.htm", "sz"}}) {
    EXPECT_EQ(Parse(name, bytes).page.name(), "countries/" + code + "/pages/street-children");
  }
}

TEST(Page, CountryFromOtherHeadings) {
  const std::string entry = "\n\n*** ARCHIVES ***\n\nTitle\n\n[accessed 1 May 2001]\n\nText.\n\n";
  EXPECT_EQ(Parse("x.txt", "Street Children in Malawi" + entry).page.name(), "countries/mw/pages/street-children");
  EXPECT_EQ(Parse("x.txt", "Torture\n\nDescription: Description: Malawi" + entry).page.name(),
            "countries/mw/pages/torture");
  const ParsedPage cited =
      Parse("x.txt", entry + "Cite this webpage as: A, \"Human Trafficking - Malawi\", [accessed <date>]");
  EXPECT_EQ(cited.page.name(), "countries/mw/pages/human-trafficking");
  EXPECT_EQ(cited.entries.size(), 1U);
  // The heading stands against the file's name.
  const ParsedPage both = Parse("Kenya.txt", "Torture\n\nRepublic of Malawi" + entry);
  EXPECT_EQ(both.page.name(), "countries/mw/pages/torture");
}

TEST(Page, TopicFromHeadingOrMenu) {
  EXPECT_EQ(TopicOf("The Commercial Sexual Exploitation of Children"), "topics/sexual-exploitation-of-children");
  EXPECT_EQ(TopicOf("Human Trafficking & Modern-day Slavery"), "topics/human-trafficking");
  EXPECT_EQ(TopicOf("Torture by Authorities"), "topics/torture");
  EXPECT_EQ(TopicOf("Main Menu"), "");
  const std::string entry = "\n\nRepublic of Malawi\n\n*** ARCHIVES ***\n\nTitle\n\n[accessed 1 May 2001]\n\nText.\n";
  // The menu names the three other sections.
  const ParsedPage menu = Parse("x.txt", "Main Menu\nHuman Trafficking\nChild Prostitution\nTorture" + entry);
  EXPECT_EQ(menu.page.topic(), "topics/street-children");
  EXPECT_TRUE(HasWarning(menu, "has no heading"));
  // The menu's last line, for want of anything better.
  const ParsedPage last = Parse("x.txt", "Main Menu\nTorture" + entry);
  EXPECT_EQ(last.page.topic(), "topics/torture");
  EXPECT_EQ(last.page.printed_heading(), "");
  EXPECT_TRUE(HasWarning(last, "has no heading"));
  const ParsedPage two_lines = Parse("x.txt", "Torture by the Invented\n& Other Treatment" + entry);
  EXPECT_EQ(two_lines.page.printed_heading(), "Torture by the Invented & Other Treatment");
}

TEST(Page, Hotlines) {
  const ParsedPage page = ParseFixture("helpline.txt");
  ASSERT_EQ(page.hotlines.size(), 1U);
  EXPECT_EQ(page.hotlines[0].entry_index, 0U);
  const v1::Hotline& hotline = page.hotlines[0].hotline;
  EXPECT_EQ(hotline.name(), "countries/tt/hotlines/-");
  EXPECT_EQ(hotline.display_name(), "Invented Helpline for Young People");
  ASSERT_EQ(hotline.numbers_size(), 2);
  EXPECT_EQ(hotline.numbers(0).printed(), "+1 868 555 0100");
  EXPECT_EQ(hotline.numbers(0).e164(), "+18685550100");
  EXPECT_EQ(hotline.numbers(1).dial(), "131");
  EXPECT_EQ(hotline.numbers(1).e164(), "");
  EXPECT_EQ(hotline.numbers(1).region_code(), "TT");
  EXPECT_EQ(hotline.hours(), "24 hours a day");
  EXPECT_EQ(hotline.confidentiality(), v1::CONFIDENTIALITY_CONFIDENTIAL);
  EXPECT_EQ(hotline.lifecycle(), v1::LIFECYCLE_DRAFT);
  EXPECT_FALSE(hotline.has_verify_time());
  EXPECT_EQ(hotline.verified_by(), "");
  EXPECT_EQ(hotline.source_key().size(), 32U);
  EXPECT_NE(hotline.source_key(), page.entries[0].source_key());
}

}  // namespace
}  // namespace lectern::legacy
