// The menu of a page, and the notice on rights at its foot.
#include <gmock/gmock.h>

#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char kEntry[] =
    "\n\n*** ARCHIVES ***\n\nTitle\n\nExample Institute, May 2001\n\n[accessed 1 May 2001]\n\nThe annotation ends.\n\n";
const char kCitation[] = "Cite this webpage as: Example, \"Street Children - Malawi\", [accessed <date>]\n";

TEST(Tail, RightsNoticeIsNoAnnotation) {
  const std::string fair = "It is used under the fair use rule of an invented statute.";
  const std::string respect = "PLEASE RESPECT COPYRIGHTS OF COMPONENT ARTICLES.";
  const std::string open = "All material used herein belongs to those who wrote it.";
  struct Case {
    std::string tail;
    std::string notice;
  };
  const Case cases[] = {
      {fair + "\n\n", fair},
      {open + " " + fair + "\n\n", open + " " + fair},
      {open + " Some of it is quoted. " + fair + " " + respect + "  ",
       open + " Some of it is quoted. " + fair + " " + respect},
      {open + "\n\n" + fair + "\n\n", open + "\n\n" + fair},
      {open + "\n\n" + fair + "\n\n" + respect + "\n\n", open + "\n\n" + fair + "\n\n" + respect},
      {open + "\n\n", open},
      {open + " ", open},
      {"Copyright 2009 by the authors. All rights reserved.\n\n",
       "Copyright 2009 by the authors. All rights reserved."},
      {"All materials are reproduced for educational use.\n\n" + fair + "\n\n",
       "All materials are reproduced for educational use.\n\n" + fair},
      {fair + "\n\nAll rights reserved.\n\n", fair + "\n\nAll rights reserved."},
      // These words belong to the entry.
      {"All material was checked twice.\n\n", ""},
      {"All material here was checked twice.\n\n", ""},
      {"Copyright is not its subject.\n\nIt counts forty places.\n\n", ""},
  };
  for (const Case& c : cases) {
    const ParsedPage page = Parse("x.txt", "Street Children\n\nRepublic of Malawi" + (kEntry + c.tail) + kCitation);
    EXPECT_EQ(page.page.rights_notice(), c.notice) << c.tail;
    EXPECT_NE(page.page.printed_citation(), "") << c.tail;
    EXPECT_THAT(page.page.provenance().unclaimed_lines(), IsEmpty()) << c.tail;
    ASSERT_EQ(page.entries.size(), 1U) << c.tail;
    ASSERT_GT(page.entries[0].passages_size(), 0) << c.tail;
    EXPECT_EQ(page.entries[0].passages(0).text(), "The annotation ends.") << c.tail;
    EXPECT_EQ(page.entries[0].passages_size() == 1, !c.notice.empty()) << c.tail;
  }
  // The site's own opening words are enough where no citation line stands.
  const ParsedPage page = Parse("x.txt", "Street Children\n\nRepublic of Malawi" + (kEntry + open) + "\n\nMain Menu\n");
  EXPECT_EQ(page.page.rights_notice(), open);
  EXPECT_EQ(page.entries[0].passages_size(), 1);
}

TEST(Tail, RightsNoticeInOneParagraphWithTheAnnotation) {
  const std::string notice = "All material used herein belongs to its authors. It is reproduced under fair use.";
  const std::string page = "Street Children\n\nRepublic of Malawi" + std::string(kEntry);
  const ParsedPage parsed = Parse("x.txt", page.substr(0, page.size() - 2) + " " + notice + " " + kCitation);
  EXPECT_EQ(parsed.page.rights_notice(), notice);
  ASSERT_EQ(parsed.entries[0].passages_size(), 1);
  EXPECT_EQ(parsed.entries[0].passages(0).text(), "The annotation ends.");
}

TEST(Menu, LinesAmongOthersAreNavigation) {
  const std::string introduction = "The invented plain is dry. [The World Factbook, U.S.C.I.A. 2009]";
  const std::string commercial = "The Commercial Sexual Exploitation of Children";
  struct Case {
    std::string front;
    const char* topic;
    const char* heading;
  };
  const Case cases[] = {
      {"Main Menu\n" + commercial + "\nTorture\n\nStreet Children\n\n", "topics/street-children", "Street Children"},
      {"Main Menu\nHuman Trafficking\n" + commercial + "\n\nStreet Children\n\n", "topics/street-children",
       "Street Children"},
      {"Main Menu\nHuman Trafficking\nResources for Teachers\n\nStreet Children\n\n", "topics/street-children",
       "Street Children"},
      {"Main Menu\n" + commercial + "\nResources for Teachers\n\nHuman Trafficking\n\n", "topics/human-trafficking",
       "Human Trafficking"},
      // Alone it is the heading, and so it is for want of another one.
      {"Main Menu\nHuman Trafficking\n\n" + commercial + "\n\n", "topics/sexual-exploitation-of-children",
       commercial.c_str()},
      {"Main Menu\nHuman Trafficking\n" + commercial + "\n\n", "topics/sexual-exploitation-of-children",
       commercial.c_str()},
      {"Main Menu\nHuman Trafficking\nStreet Children\n" + commercial + "\n", "topics/sexual-exploitation-of-children",
       commercial.c_str()},
  };
  for (const Case& c : cases) {
    const ParsedPage page = Parse("x.txt", c.front + "Republic of Malawi\n\n" + introduction + kEntry);
    EXPECT_EQ(page.page.topic(), c.topic) << c.front;
    EXPECT_EQ(page.page.printed_heading(), c.heading) << c.front;
    EXPECT_THAT(page.page.introduction().paragraphs(), ElementsAre("The invented plain is dry.")) << c.front;
    EXPECT_THAT(page.page.provenance().unclaimed_lines(), IsEmpty()) << c.front;
  }
}

TEST(Menu, AtTheFoot) {
  const ParsedPage page =
      Parse("x.txt", "Street Children\n\nRepublic of Malawi" + (kEntry + std::string(kCitation)) +
                         "\nMain Menu\n\nHuman Trafficking\n\nThe Commercial Sexual Exploitation of Children\n\n"
                         "Resources for Teachers\n\nBack to top\n\nA line that belongs nowhere\n");
  EXPECT_THAT(page.page.provenance().unclaimed_lines(), ElementsAre("A line that belongs nowhere"));
}

}  // namespace
}  // namespace lectern::legacy
