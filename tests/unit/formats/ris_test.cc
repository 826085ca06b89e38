// RIS, good, odd and broken.
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Ris, ReadsARecord) {
  const ReadItem item =
      ReadOne(Format::kRis,
              "TY  - RPRT\r\nID  - r1\r\nAU  - Doe, Jane, Jr.\r\nAU  - World Health Organization\r\n"
              "A2  - Public, John\r\nTI  - Children in\r\nstreet situations\r\nT2  - Annual reports\r\n"
              "PB  - WHO\r\nCY  - Geneva\r\nPY  - 2004\r\nDA  - 2004/06/24/\r\n"
              "UR  - https://a.example/r.pdf\r\nL1  - https://b.example/r.pdf\r\nDO  - 10.1000/xyz\r\n"
              "Y2  - 2011/01/22/\r\nAB  - First.\r\n\r\nSecond.\r\nN2  - Third.\r\nN1  - A note\r\n"
              "LA  - en\r\nKW  - children\r\nSP  - 1\r\nER  - \r\n");
  const v1::Entry& entry = item.item.entry();
  EXPECT_EQ(entry.source_type(), v1::SOURCE_TYPE_REPORT);
  EXPECT_THAT(entry.title_lines(), ElementsAre("Children in street situations"));
  ASSERT_EQ(entry.contributors_size(), 3);
  EXPECT_EQ(entry.contributors(0).family(), "Doe");
  EXPECT_EQ(entry.contributors(0).given(), "Jane, Jr.");
  EXPECT_EQ(entry.contributors(1).literal(), "World Health Organization");
  EXPECT_EQ(entry.contributors(2).role(), "editor");
  EXPECT_EQ(entry.series(), "Annual reports");
  EXPECT_EQ(entry.publisher(), "WHO");
  EXPECT_EQ(entry.place(), "Geneva");
  EXPECT_EQ(entry.published().raw(), "2004/06/24");
  EXPECT_EQ(entry.published().edtf(), "2004-06-24");
  EXPECT_EQ(entry.url(), "https://a.example/r.pdf");
  EXPECT_EQ(entry.accesses(0).edtf(), "2011-01-22");
  EXPECT_EQ(entry.language(), "en");
  EXPECT_THAT(entry.notes(), ElementsAre("https://b.example/r.pdf", "A note", "DOI 10.1000/xyz"));
  ASSERT_EQ(entry.passages_size(), 3);
  EXPECT_EQ(entry.passages(1).text(), "Second.");
  EXPECT_THAT(item.warnings, ElementsAre("Line 23: KW is not used: children", "Line 24: SP is not used: 1"));
  EXPECT_EQ(PlaceOf(item), "1:1");
  EXPECT_TRUE(item.raw.ends_with("ER  - "));
}

TEST(Ris, ReadsDatesAsPreciseAsTheyAre) {
  const auto date = [](const std::string& lines) {
    return EntryOf(Format::kRis, "TY  - BOOK\nTI  - T\n" + lines + "\nER  - \n").published().edtf();
  };
  EXPECT_EQ(date("PY  - 2003"), "2003");
  EXPECT_EQ(date("PY  - 2003///"), "2003");
  EXPECT_EQ(date("Y1  - 2003/04//"), "2003-04");
  EXPECT_EQ(date("DA  - 2003/04/31/"), "2003-04");
  EXPECT_EQ(date("PY  - 2003/04/05/Spring"), "2003-04-05");
  EXPECT_EQ(date("DA  - June 2003"), "2003-06");
  EXPECT_EQ(date("PY  - forthcoming"), "");
}

TEST(Ris, TakesOldLineEndsAndSpacing) {
  const auto entry = EntryOf(Format::kRis, "TY - JOUR\rT1 - A\rJO  -Not a tag\rER -\r");
  EXPECT_THAT(entry.title_lines(), ElementsAre("A JO -Not a tag"));
  EXPECT_EQ(entry.source_type(), v1::SOURCE_TYPE_ARTICLE_JOURNAL);
}

TEST(Ris, ReportsWhatItDoesNotUse) {
  const WholeFile whole = ReadAll(Format::kRis, "Database export\n\nTY  - ODD\nTI  - A\nTI  - B\nER  - \nrest\n");
  ASSERT_THAT(whole.items, SizeIs(1));
  EXPECT_THAT(whole.items[0].warnings,
              ElementsAre("Line 1: what stands outside of records is not used: Database export",
                          HasSubstr("Line 3: ODD is no kind of work"), "Line 5: TI is not used: B"));
  EXPECT_THAT(whole.warnings, ElementsAre("Line 7: what stands outside of records is not used: rest"));
}

TEST(Ris, RefusesRecordsThatDoNotEndAndGoesOn) {
  const WholeFile whole =
      ReadAll(Format::kRis, "TY  - BOOK\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \nTY  - BOOK\nER  - \nTY  - BOOK\n");
  ASSERT_TRUE(whole.status.ok());
  ASSERT_THAT(whole.items, SizeIs(4));
  EXPECT_THAT(whole.items[0].error.value_or(""), HasSubstr("\"ER  - \" is missing"));
  EXPECT_EQ(PlaceOf(whole.items[0]), "1:1");
  EXPECT_EQ(whole.items[0].raw, "TY  - BOOK\nTI  - A");
  EXPECT_FALSE(whole.items[1].error.has_value());
  EXPECT_EQ(PlaceOf(whole.items[1]), "3:1");
  EXPECT_EQ(whole.items[2].error, "the record has no title.");
  EXPECT_EQ(PlaceOf(whole.items[2]), "6:1");
  EXPECT_EQ(PlaceOf(whole.items[3]), "8:1");
  EXPECT_THAT(Message(ReadAll(Format::kRis, std::string("TY  - BOOK\nTI  - \0\n", 19)).status),
              HasSubstr("list.txt: line 2, column 7: there is a NUL byte"));
}

}  // namespace
}  // namespace lectern::formats
