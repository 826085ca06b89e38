// Captures: where a page stood, lost boundaries, and the same page twice.
#include <gmock/gmock.h>

#include "clients/admin/legacy/capture_merge.h"
#include "clients/admin/legacy/file_notes.h"
#include "clients/admin/legacy/legacy_file.h"
#include "clients/admin/legacy/old_address.h"
#include "tests/unit/legacy/fixtures.h"

namespace lectern::legacy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SourceText Source(const std::string& bytes) {
  auto source = SourceText::Decode(bytes);
  EXPECT_TRUE(source.ok()) << source.status();
  return source.ok() ? *std::move(source) : *SourceText::Decode("x");
}

ParsedFile File(const std::string& path, const std::string& bytes) {
  auto file = ParseLegacyFile(path, Source(bytes));
  EXPECT_TRUE(file.ok()) << path << ": " << file.status();
  return file.ok() ? *std::move(file) : ParsedFile();
}

bool Warns(const ParsedFile& file, const std::string& part) {
  return std::any_of(file.warnings.begin(), file.warnings.end(),
                     [&](const auto& warning) { return warning.text.find(part) != std::string::npos; });
}

TEST(OldAddress, OfPathAndPage) {
  const std::string saved =
      "<!-- saved from url=(0040)http://web.archive.org/web/20100102030405/http://a.example/torture/Peru.htm -->";
  const std::string body = "<html><body>x</body></html>";
  struct Case {
    std::string path;
    std::string bytes;
    std::vector<std::string> addresses;
  };
  const std::vector<Case> cases = {
      {"streetchildren/Malawi.htm", "x", {"/streetchildren/Malawi.htm"}},
      {"site/HumanTrafficking/BurkinaFaso.htm.txt", "x", {"/HumanTrafficking/BurkinaFaso.htm"}},
      {"a\\torture\\CoteD'Ivoire.TXT", "x", {"/torture/CoteD'Ivoire.htm"}},
      {"childprostitution/00-DebateTopics.html", "x", {"/childprostitution/00-DebateTopics.html"}},
      {"pages/Malawi.htm", "x", {}},
      {"Malawi.htm", "x", {}},
      {"torture/x.doc", "x", {}},
      {"torture/.txt", "x", {}},
      {"x.htm", saved + body, {"http://a.example/torture/Peru.htm"}},
      {"torture/Peru.htm", saved + body, {"http://a.example/torture/Peru.htm"}},
      {"torture/Chile.htm", saved + body, {"http://a.example/torture/Peru.htm", "/torture/Chile.htm"}},
      {"Peru.htm", "<html><base href='http://a.example/torture/'>x", {"http://a.example/torture/Peru.htm"}},
      {"x.htm", "<html><base href='http://a.example/torture/Peru.htm'>x", {"http://a.example/torture/Peru.htm"}},
      {"x.htm", "<!-- saved from url=(0022)file:///C:/torture/Peru.htm -->" + body, {}},
  };
  for (const Case& c : cases) EXPECT_EQ(OldAddresses(c.path, Source(c.bytes)), c.addresses) << c.path;
}

TEST(OldAddress, IsSecondToTheContent) {
  const std::string entry = "\n\n*** ARCHIVES ***\n\nTitle\n\n[accessed 1 May 2001]\n\nText.\n";
  // Nothing names topic and country but the address.
  const ParsedFile alone = File("torture/Malawi.txt", entry);
  EXPECT_EQ(alone.pages[0].name(), "countries/mw/pages/torture");
  EXPECT_THAT(alone.pages[0].legacy_addresses(), ElementsAre("/torture/Malawi.htm"));
  const ParsedFile content = File("torture/Malawi.txt", "Street Children\n\nRepublic of Kenya" + entry);
  EXPECT_EQ(content.pages[0].name(), "countries/ke/pages/street-children");
  const ParsedFile saved =
      File("x.htm",
           "<!-- saved from url=(0033)http://a.example/torture/Peru.htm --><html><body><p>*** ARCHIVES ***<p>Title"
           "<p>[accessed 1 May 2001]<p>Text.");
  EXPECT_EQ(saved.pages[0].name(), "countries/pe/pages/torture");
  EXPECT_TRUE(Warns(saved, "address that it was saved from"));
}

TEST(OldAddress, OfEverythingThatAFileHolds) {
  const ParsedFile lesson = File("humantrafficking/00-LessonPlan-1.htm.txt", Fixture("lesson_plain.txt"));
  ASSERT_EQ(lesson.teacher_resources.size(), 1U);
  EXPECT_THAT(lesson.teacher_resources[0].legacy_addresses(),
              ::testing::Contains("/humantrafficking/00-LessonPlan-1.htm"));
}

TEST(LostBoundaries, AreFlaggedOnce) {
  for (const std::string& name : AllFixtures()) {
    const auto lost = FindLostBoundaries(Source(Fixture(name)));
    EXPECT_EQ(lost.has_value(), name == "wrapped.txt") << name << (lost ? lost->text : "");
  }
  const std::string bytes = Fixture("wrapped.txt");
  const ParsedFile file = File("wrapped.txt", bytes);
  int count = 0;
  for (const auto& warning : file.warnings) {
    if (warning.text.find("lost boundaries") == std::string::npos) continue;
    ++count;
    EXPECT_EQ(warning.line, 9);
    EXPECT_EQ(warning.start_byte, static_cast<int64_t>(bytes.find("*** FEATURED")));
    EXPECT_THAT(warning.text, HasSubstr("wrapped at about 7"));
    EXPECT_THAT(warning.text, HasSubstr("needs a look"));
  }
  EXPECT_EQ(count, 1);
  // A page on one line, not wrapped.
  std::string one_line = Fixture("Malawi.txt");
  std::replace(one_line.begin(), one_line.end(), '\n', ' ');
  EXPECT_TRUE(FindLostBoundaries(Source(one_line)));
  // One slip on a page that is whole otherwise.
  const std::string slip = "[accessed 14 August 2012]";
  std::string page = Fixture("Malawi.txt");
  page.replace(page.find(slip), slip.size() + 2, slip + " ");
  EXPECT_FALSE(FindLostBoundaries(Source(page)));
  // Wrapped, but whole.
  EXPECT_FALSE(FindLostBoundaries(Source(Wrapped(Fixture("Malawi.txt"), true))));
}

constexpr char kFront[] = "Street Children\n\nRepublic of Malawi\n\n";

TEST(Merge, ThePageWithItselfIsThePage) {
  for (const char* name : {"Malawi.txt", "accesses.txt", "titles.txt", "helpline.txt", "Malawi_word.htm"}) {
    const ParsedFile file = File(name, Fixture(name));
    ASSERT_TRUE(SamePage(file, file));
    const MergedCaptures merged = MergeCaptures(file, file);
    ASSERT_EQ(merged.merged.entries.size(), file.entries.size());
    for (size_t i = 0; i < file.entries.size(); ++i) {
      EXPECT_EQ(merged.merged.entries[i].DebugString(), file.entries[i].DebugString());
    }
    EXPECT_EQ(merged.merged.pages[0].DebugString(), file.pages[0].DebugString());
    EXPECT_EQ(merged.merged.warnings.size(), file.warnings.size());
    EXPECT_EQ(merged.merged.hotlines.size(), file.hotlines.size());
    EXPECT_EQ(merged.second.warnings.size(), file.warnings.size());
  }
}

TEST(Merge, AccessesUniteAndNothingIsLost) {
  const ParsedFile first =
      File("a.txt", std::string(kFront) +
                        "*** ARCHIVES ***\n\nFirst title\nExample Institute, 3 May 2001\n"
                        "[accessed 1 May 2001]\n[accessed 3 May 2003]\n\nThe same words.\n\n"
                        "Second title\nExample Watch, 2002\n[accessed 2 May 2002]\n\nOld words.\n");
  const ParsedFile second = File(
      "b.txt", std::string(kFront) +
                   "*** ARCHIVES ***\n\nOnly here\nExample News, 4 July 2004\n[accessed 9 May 2009]\n\nNew entry.\n\n"
                   "FIRST  title\nExample Institute, 3 May 2001\nhttp://www.example.org/a\n[accessed 1 May 2001]\n"
                   "[accessed 2 May 2002]\n[accessed 3 May 2003]\n\nThe same  words.\n\nAnd some more.\n\n"
                   "Second title\nExample watch, 2002\n[accessed 2 May 2002]\n\nOther words.\n\n"
                   "Last one\nExample News, 5 July 2005\n[accessed 8 May 2008]\n\nAt the end.\n");
  ASSERT_EQ(first.entries.size(), 2U);
  ASSERT_EQ(second.entries.size(), 4U);
  const MergedCaptures both = MergeCaptures(first, second);
  const ParsedFile& merged = both.merged;
  std::vector<std::string> titles;
  for (size_t i = 0; i < merged.entries.size(); ++i) {
    titles.push_back(merged.entries[i].title_lines(0));
    if (i > 0) {
      EXPECT_LT(merged.entries[i - 1].rank(), merged.entries[i].rank());
    }
  }
  EXPECT_THAT(titles, ElementsAre("Only here", "First title", "Second title", "Last one"));
  const v1::Entry& entry = merged.entries[1];
  std::vector<std::string> accesses;
  for (const v1::Access& access : entry.accesses()) accesses.push_back(access.edtf());
  EXPECT_THAT(accesses, ElementsAre("2001-05-01", "2002-05-02", "2003-05-03"));
  EXPECT_EQ(entry.url(), "http://www.example.org/a");
  ASSERT_EQ(entry.passages_size(), 2);
  EXPECT_EQ(entry.passages(1).text(), "And some more.");
  // What differs: the first stays, the other is kept beside it, both places are named.
  const v1::Entry& differs = merged.entries[2];
  EXPECT_EQ(differs.passages(0).text(), "Old words.");
  EXPECT_THAT(differs.provenance().unclaimed_lines(), ElementsAre("Other words."));
  EXPECT_TRUE(HasWarning(differs, "b.txt, line 24"));
  bool told = false;
  for (const auto& warning : merged.warnings) {
    if (warning.text.find("reads otherwise") == std::string::npos) continue;
    told = true;
    EXPECT_EQ(warning.line, 14);
  }
  EXPECT_TRUE(told);
  EXPECT_TRUE(Warns(merged, "only in the second capture (b.txt, line 7)"));
  EXPECT_TRUE(both.second.pages.empty());
  EXPECT_TRUE(both.second.entries.empty());
}

TEST(Merge, FieldsOfThePage) {
  const std::string entry =
      "*** ARCHIVES ***\n\nTitle\nExample Institute, 3 May 2001\n[accessed 1 May 2001]\n\nText.\n";
  const ParsedFile first =
      File("a.txt", std::string(kFront) + "The plain is dry. [The World Factbook 2009]\n\n" + entry);
  const ParsedFile second =
      File("torture/b.txt",
           std::string(kFront) + "The plain is dry. [The World Factbook 2011]\n\nCAUTION: Take care.\n\n" + entry);
  const ParsedFile merged = MergeCaptures(first, second).merged;
  EXPECT_EQ(merged.pages[0].introduction().edition(), "2009");
  EXPECT_EQ(merged.pages[0].caution(), "CAUTION: Take care.");
  EXPECT_THAT(merged.pages[0].legacy_addresses(), ElementsAre("/torture/b.htm"));
  EXPECT_TRUE(Warns(merged, "introduction"));
  ASSERT_EQ(merged.pages[0].provenance().unclaimed_lines_size(), 1);
  EXPECT_THAT(merged.pages[0].provenance().unclaimed_lines(0), HasSubstr("2011"));
  EXPECT_FALSE(SamePage(first, File("x.txt", "Torture\n\nRepublic of Malawi\n\n" + entry)));
}

TEST(Merge, HotlinesFollowTheirEntries) {
  const std::string page = Fixture("helpline.txt");
  const ParsedFile with = File("a.txt", page);
  ASSERT_EQ(with.hotlines.size(), 1U);
  ParsedFile without = with;
  without.hotlines.clear();
  without.entries.erase(without.entries.begin() + static_cast<std::ptrdiff_t>(with.hotlines[0].entry_index));
  without.entry_lines.clear();
  for (const ParsedFile& merged : {MergeCaptures(with, without).merged, MergeCaptures(without, with).merged}) {
    ASSERT_EQ(merged.hotlines.size(), 1U);
    EXPECT_EQ(merged.entries.at(merged.hotlines[0].entry_index).source_key(),
              with.entries[with.hotlines[0].entry_index].source_key());
  }
}

}  // namespace
}  // namespace lectern::legacy
