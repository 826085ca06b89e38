// Tables as a whole: header, rows, encodings, refusals with line and column.
#include <algorithm>

#include "clients/admin/formats/table_columns.h"
#include "lectern/v1/bibliography.pb.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Table, ReadsRowsWithPlacesAndTheirBytes) {
  const WholeFile whole = ReadAll(Format::kCsv,
                                  "Title,PUBLISHER, url \r\n"
                                  "First,\"Office, of \"\"this\"\"\",https://a.example/\r\n"
                                  "\r\n"
                                  "\"Second\nhalf\",,\n"
                                  "Third,x,y");
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(3));
  EXPECT_EQ(whole.items[0].item.entry().publisher(), "Office, of \"this\"");
  EXPECT_EQ(whole.items[0].raw, "First,\"Office, of \"\"this\"\"\",https://a.example/");
  EXPECT_EQ(PlaceOf(whole.items[0]), "2:1");
  EXPECT_EQ(whole.items[0].item.place().file(), "list.txt");
  EXPECT_EQ(PlaceOf(whole.items[1]), "4:1");
  EXPECT_THAT(whole.items[1].item.entry().title_lines(), ElementsAre("Second\nhalf"));
  EXPECT_EQ(PlaceOf(whole.items[2]), "6:1");
  EXPECT_EQ(whole.preamble, "Title,PUBLISHER, url ");
  EXPECT_THAT(whole.items[0].item.fields().paths(), ElementsAre("title_lines", "publisher", "url"));
  const v1::Provenance& provenance = whole.items[0].item.entry().provenance();
  EXPECT_EQ(provenance.file(), "list.txt");
  EXPECT_EQ(provenance.spans(0).start_byte(), 23);
  EXPECT_EQ(provenance.spans(0).end_byte(), 23 + static_cast<int>(whole.items[0].raw.size()));
}

TEST(Table, NeverTrimsACell) {
  EXPECT_EQ(EntryOf(Format::kCsv, "title,publisher\nA,  two spaces \n").publisher(), "  two spaces ");
  EXPECT_EQ(EntryOf(Format::kTsv, "title\tpublisher\nA\t two \n").publisher(), " two ");
}

TEST(Table, TakesTabsAndAByteOrderMark) {
  const v1::Entry entry = EntryOf(Format::kTsv, "\xEF\xBB\xBFtitle\tpublisher\nA, b\t\"c\td\"\n");
  EXPECT_THAT(entry.title_lines(), ElementsAre("A, b"));
  EXPECT_EQ(entry.publisher(), "c\td");
}

TEST(Table, ReadsWindows1252AndSaysSo) {
  const WholeFile whole = ReadAll(Format::kCsv, "title\nplain\nCaf\xE9 \x93x\x94\n");
  ASSERT_THAT(whole.items, SizeIs(2));
  EXPECT_THAT(whole.items[1].item.entry().title_lines(), ElementsAre("Café “x”"));
  EXPECT_THAT(whole.warnings, ElementsAre(AllOf(HasSubstr("1 rows"), HasSubstr("line 3"), HasSubstr("Windows-1252"))));
  // A byte that neither has.
  const WholeFile bad = ReadAll(Format::kCsv, "publisher,title\nx,a\x81\nx,b\n");
  ASSERT_THAT(bad.items, SizeIs(2));
  EXPECT_EQ(PlaceOf(bad.items[0]), "2:3");
  EXPECT_THAT(bad.items[0].error.value_or(""), HasSubstr("neither UTF-8 nor Windows-1252"));
  EXPECT_FALSE(bad.items[1].error.has_value());
}

TEST(Table, RefusesUnknownHeadersAndListsTheKnownOnes) {
  const WholeFile whole = ReadAll(Format::kCsv, "title,Their title\nA,b\n");
  EXPECT_EQ(whole.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Message(whole.status), HasSubstr("list.txt: line 1, column 7: there is no column \"Their title\""));
  for (const Column& column : KnownColumns()) EXPECT_THAT(Message(whole.status), HasSubstr(column.name));
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "title;url\nA;b\n").status), HasSubstr("Semicolons"));
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "title,TITLE\n").status),
              HasSubstr("column 7: the column \"title\" stands"));
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "").status), HasSubstr("the table is empty"));
}

TEST(Table, HasAColumnForEachFieldThatTheContractNames) {
  const auto& columns = KnownColumns();
  const google::protobuf::Descriptor& entry = *v1::Entry::descriptor();
  for (int i = 0; i < entry.field_count(); ++i) {
    const std::string& name = entry.field(i)->options().GetExtension(v1::column);
    if (name.empty()) continue;
    EXPECT_TRUE(std::any_of(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; })) << name;
  }
}

TEST(Table, HeaderMapsRenameAndIgnoreColumns) {
  ReaderOptions options;
  options.header_map = "# ours\r\nTheir title = title\r\nShelf mark=-\nKey = = byline\nMissing = url\n";
  const WholeFile whole = ReadAll(Format::kCsv, "THEIR TITLE,Shelf mark,Key =\nA,x,by B\n", options);
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  EXPECT_THAT(whole.items[0].item.entry().title_lines(), ElementsAre("A"));
  EXPECT_EQ(whole.items[0].item.entry().raw_byline(), "by B");
  EXPECT_THAT(whole.items[0].item.fields().paths(), ElementsAre("title_lines", "raw_byline"));
  EXPECT_THAT(whole.warnings, ElementsAre(HasSubstr("\"missing\"")));

  options.header_map = "a = title\nb = nothing\n";
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "a\n", options).status),
              HasSubstr("line 2: there is no column \"nothing\""));
  options.header_map = "just words";
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "a\n", options).status), HasSubstr("line 1"));
  options.header_map = "a = title\nA = url";
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "a\n", options).status), HasSubstr("line 2: \"a\" stands twice"));
}

TEST(Table, ReadsActionsAndSkipsRemarks) {
  const WholeFile whole =
      ReadAll(Format::kCsv,
              "action,title\n# remark,x\nAppend,a\nrevise,b\nupdate,c\nreplace,d\ndelete,e\nimport,f\n"
              ",g\nerase,h\n,\n");
  ASSERT_THAT(whole.items, SizeIs(8));
  std::vector<int> actions;
  for (const ReadItem& item : whole.items) actions.push_back(item.item.action());
  EXPECT_THAT(actions, ElementsAre(v1::IMPORT_ACTION_APPEND, v1::IMPORT_ACTION_REVISE, v1::IMPORT_ACTION_UPDATE,
                                   v1::IMPORT_ACTION_REPLACE, v1::IMPORT_ACTION_DELETE, v1::IMPORT_ACTION_IMPORT,
                                   v1::IMPORT_ACTION_UNSPECIFIED, v1::IMPORT_ACTION_UNSPECIFIED));
  EXPECT_EQ(PlaceOf(whole.items[7]), "10:1");
  EXPECT_THAT(whole.items[7].error.value_or(""), HasSubstr("action: there is no action \"erase\""));
}

TEST(Table, FillsDefaultsWhereARowHasNone) {
  ReaderOptions options;
  options.defaults = {"countries/be", "topics/t", "ARCHIVES", "en"};
  const WholeFile whole = ReadAll(Format::kCsv, "action,title,country\n,A,\n,B,countries/nl\ndelete,C,\n", options);
  ASSERT_THAT(whole.items, SizeIs(3));
  EXPECT_EQ(whole.items[0].item.entry().country(), "countries/be");
  EXPECT_EQ(whole.items[0].item.entry().topic(), "topics/t");
  EXPECT_EQ(whole.items[0].item.entry().section(), "ARCHIVES");
  EXPECT_EQ(whole.items[0].item.entry().language(), "en");
  EXPECT_THAT(whole.items[0].item.fields().paths(),
              ElementsAre("title_lines", "country", "topic", "section", "language"));
  EXPECT_EQ(whole.items[1].item.entry().country(), "countries/nl");
  EXPECT_EQ(whole.items[2].item.entry().topic(), "");
}

TEST(Table, GivesKeysThatStayAndTellRowsApart) {
  const std::string text = "name,source_key,title\n,,A\n,,A\n,,B\n,mine,C\nentries/x,,D\nentries/-,,E\n";
  const WholeFile whole = ReadAll(Format::kCsv, text);
  const WholeFile again = ReadAll(Format::kCsv, text);
  ASSERT_THAT(whole.items, SizeIs(6));
  std::vector<std::string> keys;
  for (size_t i = 0; i < 6; ++i) {
    keys.push_back(whole.items[i].item.entry().source_key());
    EXPECT_EQ(keys[i], again.items[i].item.entry().source_key());
  }
  EXPECT_THAT(keys[0], SizeIs(32));
  EXPECT_NE(keys[0], keys[1]);
  EXPECT_NE(keys[0], keys[2]);
  EXPECT_EQ(keys[3], "mine");
  EXPECT_EQ(keys[4], "");
  EXPECT_THAT(keys[5], SizeIs(32));
}

TEST(Table, RefusesRowsOfAnotherWidthAndGoesOn) {
  const WholeFile whole = ReadAll(Format::kCsv, "title,url\nA\nB,c,d\nE,f\n");
  ASSERT_TRUE(whole.status.ok());
  ASSERT_THAT(whole.items, SizeIs(3));
  EXPECT_EQ(PlaceOf(whole.items[0]), "2:1");
  EXPECT_EQ(whole.items[0].error, "the row has 1 cells where the header has 2.");
  EXPECT_EQ(PlaceOf(whole.items[1]), "3:5");
  EXPECT_EQ(whole.items[1].error, "the row has 3 cells where the header has 2.");
  EXPECT_EQ(whole.items[1].raw, "B,c,d");
  EXPECT_FALSE(whole.items[2].error.has_value());
}

TEST(Table, SaysWhereACellIsWrong) {
  const WholeFile whole = ReadAll(Format::kCsv,
                                  "title,source_type,content_notes_assessed,published,published_edtf\n"
                                  "\"x\ny\",poem,perhaps,1999,1999-13\n");
  ASSERT_THAT(whole.items, SizeIs(1));
  EXPECT_EQ(PlaceOf(whole.items[0]), "3:4");
  EXPECT_THAT(whole.items[0].error.value_or(""),
              AllOf(HasSubstr("source_type: there is no \"poem\"; it must be one of report, treaty"),
                    HasSubstr("content_notes_assessed: \"perhaps\""), HasSubstr("published_edtf: \"1999-13\"")));
}

TEST(Table, RefusesWhatIsNotRfc4180) {
  EXPECT_EQ(
      Message(ReadAll(Format::kCsv, "title,url\nA,b\nC,d\"e\n").status),
      "list.txt: line 3, column 4: a quote stands inside a cell that does not begin with one; such a cell must stand "
      "in quotes, and quotes in it must be doubled.");
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "title,url\nA,\"b\" c\n").status),
              HasSubstr("list.txt: line 2, column 6: the closing quote"));
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "title,url\nA,\"b\nc\nd").status),
              HasSubstr("list.txt: line 2, column 3: the quotes of the cell that begins here are never closed"));
  EXPECT_THAT(Message(ReadAll(Format::kCsv, std::string("title\nA\nb\0c\n", 12)).status),
              HasSubstr("list.txt: line 3, column 2: there is a NUL byte"));
  EXPECT_THAT(Message(ReadAll(Format::kCsv, "\xFF\xFEt\0").status), HasSubstr("UTF-16"));
}

TEST(Table, TheTemplateReadsAndDoesNothing) {
  for (const Format format : {Format::kCsv, Format::kTsv}) {
    const std::string text = TableTemplate(format);
    const WholeFile whole = ReadAll(format, text);
    EXPECT_TRUE(whole.status.ok()) << whole.status;
    EXPECT_THAT(whole.items, IsEmpty());
    // Without its mark the example is an item.
    std::string used = text;
    const size_t mark = used.find("# Example");
    ASSERT_NE(mark, std::string::npos);
    used.replace(mark, 9, "import");
    const v1::Entry entry = EntryOf(format, used);
    EXPECT_EQ(entry.published().edtf(), "2004-06");
    EXPECT_EQ(entry.accesses_size(), 2);
    EXPECT_EQ(entry.passages_size(), 2);
    EXPECT_EQ(entry.contributors(0).role(), "editor");
    // Each column is explained.
    EXPECT_EQ(text.find("\"\""), text.find("\"\"", text.find("# Example"))) << "a column has no explanation";
  }
}

TEST(Table, OpensFiles) {
  EXPECT_EQ(OpenReader(Format::kCsv, std::filesystem::path("/does/not/exist.csv"), {}).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(OpenReader(Format::kCsv, std::filesystem::temp_directory_path(), {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FormatOfName("x/List.CSV"), Format::kCsv);
  EXPECT_EQ(FormatOfName("refs.bib"), Format::kBibtex);
  EXPECT_EQ(FormatOfName("page.html"), std::nullopt);
}

}  // namespace
}  // namespace lectern::formats
