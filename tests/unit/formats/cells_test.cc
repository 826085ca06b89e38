// Forms of cells, as CELLS.md has them.
#include "clients/admin/formats/cell_text.h"
#include "clients/admin/formats/contributor_cell.h"
#include "clients/admin/formats/entry_cells.h"
#include "clients/admin/formats/partial_dates.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// An entry of one column.
v1::Entry Cell(const std::string& column, const std::string& cell) {
  std::string quoted;
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return EntryOf(Format::kCsv, "editor_notes," + column + "\nx,\"" + quoted + "\"\n");
}

TEST(Cells, PartLists) {
  EXPECT_THAT(Cell("notes", "a | b|c").notes(), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Cell("notes", R"(a \| b | \\ | \sx\s | one\ntwo | C:\dir)").notes(),
              ElementsAre("a | b", "\\", " x ", "one\ntwo", "C:\\dir"));
  EXPECT_THAT(Cell("notes", "a | | b |").notes(), ElementsAre("a", "b"));
  EXPECT_THAT(Cell("notes", "  ").notes(), SizeIs(0));
  EXPECT_THAT(Cell("title", "One | Two").title_lines(), ElementsAre("One", "Two"));
}

TEST(Cells, TakeTheFormulaMarkOff) {
  EXPECT_EQ(Cell("publisher", "'=SUM(A1)").publisher(), "=SUM(A1)");
  EXPECT_EQ(Cell("publisher", "''quoted'").publisher(), "'quoted'");
  EXPECT_EQ(Cell("publisher", "'tis").publisher(), "'tis");
  EXPECT_EQ(Cell("publisher", "'").publisher(), "'");
  EXPECT_THAT(Cell("notes", "'-a | 'b").notes(), ElementsAre("-a", "'b"));
}

TEST(Cells, ReadContributors) {
  const auto entry = Cell("contributors",
                          R"(Galland, Elphie (editor) | Save the Children (UK) | ECPAT, | Ministry of Labour\, Paris)");
  ASSERT_EQ(entry.contributors_size(), 4);
  EXPECT_EQ(entry.contributors(0).family(), "Galland");
  EXPECT_EQ(entry.contributors(0).given(), "Elphie");
  EXPECT_EQ(entry.contributors(0).role(), "editor");
  EXPECT_EQ(entry.contributors(1).literal(), "Save the Children (UK)");
  EXPECT_EQ(entry.contributors(1).role(), "");
  EXPECT_EQ(entry.contributors(2).family(), "ECPAT");
  EXPECT_EQ(entry.contributors(2).literal(), "");
  EXPECT_EQ(entry.contributors(3).literal(), "Ministry of Labour, Paris");
  EXPECT_EQ(ReadContributor("A Body (=Art Director)").role(), "Art Director");
  EXPECT_EQ(ReadContributor(R"(A \(editor))").literal(), "A (editor)");
  EXPECT_EQ(ReadContributor("A(editor)").literal(), "A(editor)");
  EXPECT_EQ(ReadContributor("(editor)").role(), "editor");
}

TEST(Cells, ReadPassages) {
  const auto entry =
      Cell("passages",
           "One\ntwo\n  \n\n[27] Three\r\n\r\nlabel: 32.\nheading: CHILDREN\nlanguage: fr\nclaim: disputed\n"
           "claim_assessor: Dr\\nA\nclaim_time: 2024-05-01T12:00:00Z\nclaim_reason: why\n"
           "proceedings: accused\nproceedings_as_of: 2004-06-22\nFour\\nfive\n\ntext:\nlabel: six\n\n"
           "label: 7\n\nheading: H\ntext:");
  ASSERT_EQ(entry.passages_size(), 6);
  EXPECT_EQ(entry.passages(0).text(), "One\ntwo");
  EXPECT_EQ(entry.passages(1).label(), "[27]");
  EXPECT_EQ(entry.passages(1).text(), "Three");
  const v1::Passage& full = entry.passages(2);
  EXPECT_EQ(full.label(), "32.");
  EXPECT_EQ(full.heading(), "CHILDREN");
  EXPECT_EQ(full.language(), "fr");
  EXPECT_EQ(full.claim().status(), v1::CLAIM_STATUS_DISPUTED);
  EXPECT_EQ(full.claim().assessor(), "Dr\nA");
  EXPECT_EQ(full.claim().assess_time().seconds(), 1714564800);
  EXPECT_EQ(full.claim().reason(), "why");
  EXPECT_EQ(full.proceedings().state(), v1::PROCEEDINGS_STATE_ACCUSED);
  EXPECT_EQ(full.proceedings().as_of_edtf(), "2004-06-22");
  EXPECT_EQ(full.text(), "Four\nfive");
  EXPECT_EQ(entry.passages(3).text(), "label: six");
  EXPECT_EQ(entry.passages(4).label(), "7");
  EXPECT_EQ(entry.passages(4).text(), "");
  EXPECT_EQ(entry.passages(5).heading(), "H");
}

TEST(Cells, ShortLabelsAreOfFewForms) {
  const auto label = [](const std::string& cell) { return Cell("passages", cell).passages(0).label(); };
  EXPECT_EQ(label("[12a] x"), "[12a]");
  EXPECT_EQ(label("(iv) x"), "(iv)");
  EXPECT_EQ(label("32. x"), "32.");
  EXPECT_EQ(label("[see below please] x"), "");
  EXPECT_EQ(label("2004.5 x"), "");
  EXPECT_EQ(label("12345. x"), "");
  EXPECT_EQ(label("[] x"), "");
  EXPECT_EQ(label("32."), "");
}

TEST(Cells, RefuseWordsThatAreNone) {
  const WholeFile whole = ReadAll(Format::kCsv, "title,passages\nA,\"claim: true\nx\"\nB,\"claim_time: May\nx\"\n");
  ASSERT_THAT(whole.items, SizeIs(2));
  EXPECT_EQ(PlaceOf(whole.items[0]), "2:3");
  EXPECT_THAT(whole.items[0].error.value_or(""), HasSubstr("passages: \"claim: true\" cannot be read"));
  EXPECT_EQ(PlaceOf(whole.items[1]), "4:3");
}

TEST(Cells, ReadEnumsAndNames) {
  EXPECT_EQ(Cell("source_type", "article-journal").source_type(), v1::SOURCE_TYPE_ARTICLE_JOURNAL);
  EXPECT_EQ(Cell("source_type", "Legal Case").source_type(), v1::SOURCE_TYPE_LEGAL_CASE);
  EXPECT_EQ(Cell("source_type", "SOURCE_TYPE_BOOK").source_type(), v1::SOURCE_TYPE_BOOK);
  EXPECT_EQ(Cell("identity_risk", "not_assessed").identity_risk(), v1::IDENTITY_RISK_NOT_ASSESSED);
  EXPECT_EQ(Cell("link_state", "").link_state(), v1::LINK_STATE_UNSPECIFIED);
  EXPECT_EQ(Cell("lifecycle", "3").lifecycle(), v1::LIFECYCLE_WITHDRAWN);
  EXPECT_TRUE(Cell("content_notes_assessed", "TRUE").content_notes_assessed());
  EXPECT_EQ(Cell("country", "BE").country(), "countries/be");
  EXPECT_EQ(Cell("country", "Belgium").country(), "countries/be");
  EXPECT_EQ(Cell("country", "countries/be").country(), "countries/be");
  EXPECT_EQ(Cell("country", "Nowhere").country(), "Nowhere");
  EXPECT_EQ(Cell("topic", "street-children").topic(), "topics/street-children");
  EXPECT_THAT(Cell("themes", "a | themes/b").themes(), ElementsAre("themes/a", "themes/b"));
  EXPECT_THAT(Cell("other_countries", "nl | France").other_countries(), ElementsAre("countries/nl", "countries/fr"));
}

TEST(Cells, DeriveDatesWithThePrecisionThatIsGiven) {
  const auto edtf = [](const std::string& raw) { return Cell("published", raw).published().edtf(); };
  EXPECT_EQ(edtf("June 2004"), "2004-06");
  EXPECT_EQ(edtf("24 June 2001"), "2001-06-24");
  EXPECT_EQ(edtf("2001-06-24"), "2001-06-24");
  EXPECT_EQ(edtf("1999"), "1999");
  EXPECT_EQ(edtf("in spring"), "");
  EXPECT_FALSE(Cell("published", "").has_published());
  const auto accesses = Cell("accessed", "[accessed 22 January 2011] | 3 May 2012 | long ago");
  ASSERT_EQ(accesses.accesses_size(), 3);
  EXPECT_EQ(accesses.accesses(0).raw(), "[accessed 22 January 2011]");
  EXPECT_EQ(accesses.accesses(0).edtf(), "2011-01-22");
  EXPECT_EQ(accesses.accesses(1).edtf(), "2012-05-03");
  EXPECT_EQ(accesses.accesses(2).edtf(), "");
}

TEST(Cells, AStatedDateDecides) {
  const auto entry = EntryOf(Format::kCsv,
                             "title,published,published_edtf,accessed,accessed_edtf,accessed_url\n"
                             "A,June 2004,,1 May 2001 | 2 May 2001,2001 |, | https://b.example/\n");
  EXPECT_EQ(entry.published().raw(), "June 2004");
  EXPECT_EQ(entry.published().edtf(), "");
  ASSERT_EQ(entry.accesses_size(), 2);
  EXPECT_EQ(entry.accesses(0).edtf(), "2001");
  EXPECT_EQ(entry.accesses(1).edtf(), "");
  EXPECT_EQ(entry.accesses(1).url(), "https://b.example/");
  const WholeFile uneven = ReadAll(Format::kCsv, "title,accessed,accessed_edtf\nA,1 May 2001 | 2 May 2001,2001\n");
  EXPECT_EQ(PlaceOf(uneven.items[0]), "2:27");
  EXPECT_THAT(uneven.items[0].error.value_or(""), HasSubstr("accessed_edtf: it holds 1 items"));
}

TEST(Cells, KnowEdtf) {
  for (const char* date : {"2009", "2003-04", "2001-06-24", "2000-02-29"}) EXPECT_TRUE(IsEdtf(date)) << date;
  for (const char* date : {"", "99", "2003-4", "2003-13", "2001-02-29", "2001-06-24T", "2001/06", "200a"})
    EXPECT_FALSE(IsEdtf(date)) << date;
}

}  // namespace
}  // namespace lectern::formats
