// Decoding, line shapes, accessed runs and wrapped paragraphs.
#include <gmock/gmock.h>

#include "clients/admin/legacy/damage.h"
#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/page_marks.h"
#include "clients/admin/legacy/paragraphs.h"
#include "clients/admin/legacy/source_key.h"
#include "clients/admin/legacy/source_text.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(WhiteSpace, NoBreakSpacesAreBlank) {
  EXPECT_TRUE(IsBlank(" \xC2\xA0\t\xE2\x80\x8B\xEF\xBB\xBF\r\n"));
  EXPECT_FALSE(IsBlank("\xC2\xA0\xC2\xA7"));
  EXPECT_EQ(Trim("\xC2\xA0 \xC3\xA0 \xC2\xA0"), "\xC3\xA0");
  EXPECT_EQ(Collapse(" a\xC2\xA0 \n b "), "a b");
  EXPECT_EQ(OneLine(" a\xC2\xA0 b \r\n c "), "a\xC2\xA0 b c");
  EXPECT_EQ(Shorten("a\xC3\xA0", 2), "a");
}

TEST(WhiteSpace, PhrasesAreFoundAcrossLineBreaks) {
  EXPECT_EQ(FindPhrase("Please Cite this\n webpage AS: x", "cite this webpage as"), 7U);
  EXPECT_FALSE(HasWord("newspaper", "news"));
  EXPECT_TRUE(HasWord("Example News, 2002", "news"));
}

TEST(SourceText, OffsetsPointIntoTheFile) {
  // A byte order mark, then Windows-1252: an accent, a curly quote and a dash.
  const std::string bytes =
      "\xEF\xBB\xBF"
      "Caf\xE9 \x93ok\x94\r\nl\xC3\xA0 \x96 end\rlast";
  const auto source = SourceText::Decode(bytes);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(source->text(), "Caf\xC3\xA9 \xE2\x80\x9Cok\xE2\x80\x9D\r\nl\xC3\xA0 \xE2\x80\x93 end\rlast");
  EXPECT_EQ(source->converted_bytes(), 4);
  for (const std::string_view part : {"Caf", "ok", "end", "last"}) {
    EXPECT_EQ(source->FileOffset(source->text().find(part)), static_cast<int64_t>(bytes.find(part))) << part;
  }
  EXPECT_EQ(source->FileOffset(source->text().size()), static_cast<int64_t>(bytes.size()));
  EXPECT_EQ(source->lines().size(), 3U);
  EXPECT_EQ(source->LineOf(source->text().find("end")), 2);
  EXPECT_EQ(source->LineOf(source->text().find("last")), 3);
}

TEST(AccessedRuns, AllForms) {
  struct Case {
    const char* text;
    const char* words;  // Trimmed; nullptr: no run.
  };
  const Case cases[] = {
      {"[accessed 22 January 2011]", "22 January 2011"},
      {"[Accessed 12 August\n2021] then", "12 August\n2021"},
      {"[accessed 22ugust 2011]", "22ugust 2011"},
      {"[[accessed 2009]]", "2009"},
      {"[ accesed 3 May 2009 ]", "3 May 2009"},
      {"[accessed 5 April 2012\n\nnext", "5 April 2012"},
      {"accessed 5 April 2012]\n", "5 April 2012"},
      {"[accessed <date>]", "<date>"},
      {"accessed 5 April 2012 by the office", nullptr},
      {"[accessed by road", nullptr},
      {"[accessedly 2009]", nullptr},
  };
  for (const Case& c : cases) {
    const std::string_view text = c.text;
    const auto runs = FindAccessedRuns(text);
    ASSERT_EQ(runs.size(), c.words == nullptr ? 0U : 1U) << c.text;
    if (c.words == nullptr) continue;
    EXPECT_EQ(Trim(text.substr(runs[0].words.begin, runs[0].words.end - runs[0].words.begin)), c.words);
    EXPECT_EQ(runs[0].pattern, text.find("<date>") != std::string_view::npos);
  }
}

TEST(LineShapes, Addresses) {
  EXPECT_EQ(AddressOf("www.example.org/a.htm"), "www.example.org/a.htm");
  EXPECT_EQ(AddressOf(" [[http://example.org/a_b?c=1] "), "http://example.org/a_b?c=1");
  EXPECT_EQ(AddressOf("example.org/path"), "example.org/path");
  for (const char* no :
       {"example.org", "U.S.", "and/or", "see www.example.org", "1/December/2000", "3.5/4", "", "report.pdf"}) {
    EXPECT_EQ(AddressOf(no), "") << no;
  }
  EXPECT_TRUE(IsLeftover("[]"));
  EXPECT_TRUE(IsLeftover("\",,"));
  EXPECT_FALSE(IsLeftover("a,,"));
}

TEST(LineShapes, LabelsAndHeadings) {
  EXPECT_EQ(LabelOf("[27] The"), "[27]");
  EXPECT_EQ(LabelOf("32. In"), "32.");
  EXPECT_EQ(LabelOf("(4) It"), "(4)");
  for (const char* no :
       {"[One trafficker] said", "1998. A year", "[2004] A year", "3.5 per cent", "27 children", "[B] X"}) {
    EXPECT_EQ(LabelOf(no), "") << no;
  }
  struct Case {
    const char* text;
    const char* heading;
    const char* rest;
  };
  const Case cases[] = {
      {"CHILDREN - Although", "CHILDREN", "Although"},
      {"WHY PERU? \xE2\x80\x93 \xE2\x80\x9CMost", "WHY PERU?", "\xE2\x80\x9CMost"},
      {"[B] COUNTRY UPDATES \xE2\x80\x93 PERU \xE2\x80\x93 The office", "[B] COUNTRY UPDATES \xE2\x80\x93 PERU",
       "The office"},
      {"CHILDREN -Although", "CHILDREN", "Although"},
      {"A well-known case - it", "", "A well-known case - it"},
      {"SHORT-TERM help", "", "SHORT-TERM help"},
      {"Plain text", "", "Plain text"},
  };
  for (const Case& c : cases) {
    const std::string_view text = c.text;
    const OpeningHeading found = HeadingOf(text);
    EXPECT_EQ(found.heading, c.heading) << c.text;
    EXPECT_EQ(text.substr(found.rest), c.rest) << c.text;
  }
}

TEST(LineShapes, MediaMarksAreTakenOff) {
  std::string title = "Six [sic] Summers [PDF] After [doc]";
  EXPECT_THAT(TakeMediaMarks(&title), ElementsAre("PDF", "doc"));
  EXPECT_EQ(title, "Six [sic] Summers After");
}

TEST(LineShapes, ProseEndsLikeASentence) {
  for (const char* prose : {"He said so.", "It was \xE2\x80\x9Cover.\xE2\x80\x9D", "As follows:", "[27] The committee",
                            "They went on foot to the next town. Nobody followed"}) {
    EXPECT_TRUE(IsProse(prose)) << prose;
  }
  for (const char* line :
       {"Child labour in the U.S.", "Example Books Inc.", "Who pays?", "By B. A. Example", "A title"}) {
    EXPECT_FALSE(IsProse(line)) << line;
  }
}

TEST(Paragraphs, OnlyForcedWrapsAreJoined) {
  const std::string wrapped =
      "This invented line is wrapped at a width of about seventy characters, and\n"
      "goes on here until the sentence is over.\n"
      "A short line\n"
      "stands alone, as the line before had room for more words than it now had.\n"
      "[27] A label opens a paragraph though the line before it was rather full.\n"
      "13 or so words are on the line that stands right before a wrapped number,\n"
      "14. It goes on here, since no sentence ended on the line before this one.\n";
  const auto source = SourceText::Decode(wrapped);
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(WrapWidth(*source), 73U);
  std::vector<std::string> starts;
  for (const Paragraph& paragraph : FindParagraphs(*source, {})) {
    starts.emplace_back(source->text(paragraph.span).substr(0, 6));
  }
  EXPECT_THAT(starts, ElementsAre("This i", "A shor", "stands", "[27] A"));
  const auto unwrapped = SourceText::Decode("One\nTwo\n\n" + std::string(300, 'x') + "\nThree\n");
  ASSERT_TRUE(unwrapped.ok());
  EXPECT_EQ(WrapWidth(*unwrapped), 0U);
  EXPECT_EQ(FindParagraphs(*unwrapped, {}).size(), 4U);
}

TEST(Marks, AreFoundInsideRunTogetherText) {
  const std::string text =
      "End of it. ***\nARCHIVES *** Title [accessed 12 August\n2021] More. ||||\n|||| Rest ** not *";
  const auto marks = FindPageMarks(text);
  ASSERT_EQ(marks.size(), 3U);
  EXPECT_EQ(marks[0].kind, BlockKind::kSection);
  EXPECT_EQ(marks[1].kind, BlockKind::kAccessed);
  EXPECT_EQ(marks[2].kind, BlockKind::kBars);
  EXPECT_EQ(text.substr(marks[2].span.end, 5), " Rest");
}

TEST(Damage, IsReportedWithAProposal) {
  struct Case {
    std::string text;
    std::string found;
    std::string proposed;
  };
  const Case cases[] = {
      {"of Aopenness@, and", "Aopenness@,", "\xE2\x80\x9Copenness\xE2\x80\x9D,"},
      {"the teacher=s home", "teacher=s", "teacher\xE2\x80\x99s"},
      {"21st Century.Reports say", "Century.Reports", "Century. Reports"},
      {"v Two meals", "v", "\xE2\x80\xA2"},
      {"see [[www.example.org]", "[[", "["},
      // UTF-8 that was read as Windows-1252: an apostrophe, a dash, letters, a no-break space, a closing quote.
      {"the teacher\u00E2\u20AC\u2122s home", "teacher\u00E2\u20AC\u2122s", "teacher\u2019s"},
      {"1999\u00E2\u20AC\u201C2004.", "1999\u00E2\u20AC\u201C2004.", "1999\u20132004."},
      {"a caf\u00C3\u00A9 in Fran\u00E7ais", "caf\u00C3\u00A9", "caf\u00E9"},
      {"a\u00C2\u00A0b", "a\u00C2\u00A0b", "a\u00A0b"},
      {"\u00E2\u20AC\u0153so\u00E2\u20AC\u009D.", "\u00E2\u20AC\u0153so\u00E2\u20AC\u009D.", "\u201Cso\u201D."},
  };
  for (const Case& c : cases) {
    const std::vector<Damage> found = FindDamage(c.text);
    ASSERT_EQ(found.size(), 1U) << c.text;
    EXPECT_EQ(found[0].found, c.found);
    EXPECT_EQ(found[0].proposed, c.proposed);
    EXPECT_EQ(c.text.substr(found[0].span.begin, found[0].span.end - found[0].span.begin), c.found);
    EXPECT_THAT(found[0].sentence, HasSubstr(c.found == "v" ? "bullet" : c.found));
  }
  for (const char* sound :
       {"x=y, Anna@example.org, www.Some.Org/a=s, U.S.Senate", "\u00C2ge, \u00E2me, \u00C3o, \u00C9\u00BB",
        "\u00E2\u20AC", "\u00E2\u00B0\u00B1", "S\u00E3o \u2013 \u2019n"}) {
    EXPECT_THAT(FindDamage(sound), IsEmpty()) << sound;
  }
}

TEST(Damage, RepairsHaveAPlaceInTheFile) {
  const std::string bytes =
      "\xEF\xBB\xBF"
      "One line\r\nthe caf\xE9 and the teacher=s \xE2\x80\x99 home\nAso@\n";
  const auto source = SourceText::Decode(bytes);
  ASSERT_TRUE(source.ok()) << source.status();
  const std::vector<ProposedRepair> repairs = ProposeRepairs(*source);
  ASSERT_EQ(repairs.size(), 2U);
  EXPECT_EQ(repairs[0].line, 2);
  EXPECT_EQ(repairs[0].found, "teacher=s");
  EXPECT_EQ(repairs[0].start_byte, static_cast<int64_t>(bytes.find("teacher")));
  EXPECT_EQ(repairs[0].end_byte, static_cast<int64_t>(bytes.find("teacher") + 9));
  EXPECT_EQ(repairs[1].line, 3);
  EXPECT_EQ(repairs[1].proposed, "\xE2\x80\x9Cso\xE2\x80\x9D");
}

TEST(SourceKey, PartsNeverRunTogether) {
  EXPECT_NE(KeyOf({"ab", "c"}), KeyOf({"a", "bc"}));
  EXPECT_NE(KeyOf({"a", ""}), KeyOf({"a"}));
  EXPECT_EQ(KeyOf({"a"}).size(), 32U);
  EXPECT_EQ(NormaliseForKey("  \xEF\xBC\xA1 STRASSE\n stra\xC3\x9F"
                            "e "),
            "a strasse strasse");
  // Stores hold keys made by these rules.
  EXPECT_EQ(KeyOf({"entry", "countries/be"}), "82f1f2772eb957f8baa09b24cbb15bc6");
}

TEST(SourceKey, OfAnEntryFollowsEachOfItsParts) {
  v1::Entry entry;
  entry.set_country("countries/mw");
  entry.set_topic("topics/torture");
  entry.add_title_lines("A Title");
  entry.set_raw_byline("Byline");
  const std::string key = EntrySourceKey(entry, 0);
  v1::Entry same = entry;
  same.set_title_lines(0, "a  TITLE");
  same.set_url("https://www.example.org");
  EXPECT_EQ(EntrySourceKey(same, 0), key);
  EXPECT_NE(EntrySourceKey(entry, 1), key);
  const auto differs = [&](auto change) {
    v1::Entry other = entry;
    change(&other);
    return EntrySourceKey(other, 0) != key;
  };
  EXPECT_TRUE(differs([](v1::Entry* e) { e->set_country("countries/zm"); }));
  EXPECT_TRUE(differs([](v1::Entry* e) { e->set_topic("topics/street-children"); }));
  EXPECT_TRUE(differs([](v1::Entry* e) { e->set_title_lines(0, "Another"); }));
  EXPECT_TRUE(differs([](v1::Entry* e) { e->add_title_lines("second"); }));
  EXPECT_TRUE(differs([](v1::Entry* e) { e->set_raw_byline("byline"); }));
}

TEST(Rank, SortsInPageOrderWithRoomBetween) {
  for (size_t i = 0; i < 5000; ++i) {
    ASSERT_LT(RankOf(i), RankOf(i + 1));
    ASSERT_EQ(RankOf(i).size(), 5U);
    const std::string between = RankOf(i) + "V";
    ASSERT_LT(RankOf(i), between);
    ASSERT_LT(between, RankOf(i + 1));
  }
}

}  // namespace
}  // namespace lectern::legacy
