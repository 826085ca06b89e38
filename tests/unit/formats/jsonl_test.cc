// JSON Lines: the API's own JSON form, with line and column of every fault.
#include "clients/admin/formats/json_message.h"
#include "reading.h"

namespace lectern::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(JsonLines, ReadsItems) {
  const WholeFile whole = ReadAll(
      Format::kJsonLines,
      "{\"entry\": {\"titleLines\": [\"A\"], \"sourceType\": \"SOURCE_TYPE_BOOK\", \"published\": {\"raw\": \"1999\"},"
      " \"passages\": [{\"text\": \"caf\\u00e9 \\ud83d\\ude00\", \"claim\": {\"assessTime\": "
      "\"2024-05-01T12:00:00Z\"}}],"
      " \"contentNotesAssessed\": true, \"provenance\": {\"spans\": [{\"startByte\": \"12\", \"end_byte\": 34}],"
      " \"confidences\": [{\"confidence\": 0.5}], \"importedForm\": \"AQI=\"}},"
      " \"action\": \"IMPORT_ACTION_REVISE\", \"fields\": \"titleLines,published\"}\n"
      "\n"
      "  {\"comment\": \"refused: \\\"x\\\"\"}  \r\n"
      "{\"country\": {\"name\": \"countries/be\"}}\r\n"
      "{\"hotline\": {\"displayName\": \"H\", \"name\": \"countries/be/hotlines/-\"}, \"sourceEntryKey\": \"k\"}");
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(3));
  const v1::ImportItem& item = whole.items[0].item;
  ASSERT_FALSE(whole.items[0].error) << *whole.items[0].error;
  EXPECT_EQ(item.entry().source_type(), v1::SOURCE_TYPE_BOOK);
  EXPECT_EQ(item.entry().passages(0).text(), "café 😀");
  EXPECT_EQ(item.entry().passages(0).claim().assess_time().seconds(), 1714564800);
  EXPECT_TRUE(item.entry().content_notes_assessed());
  EXPECT_EQ(item.entry().provenance().spans(0).start_byte(), 12);
  EXPECT_EQ(item.entry().provenance().spans(0).end_byte(), 34);
  EXPECT_EQ(item.entry().provenance().confidences(0).confidence(), 0.5f);
  EXPECT_EQ(item.entry().provenance().imported_form(), "\x01\x02");
  EXPECT_EQ(item.action(), v1::IMPORT_ACTION_REVISE);
  EXPECT_THAT(item.fields().paths(), ElementsAre("title_lines", "published"));
  EXPECT_THAT(item.entry().source_key(), SizeIs(32));
  EXPECT_EQ(PlaceOf(whole.items[0]), "1:1");
  EXPECT_EQ(whole.items[1].item.country().name(), "countries/be");
  EXPECT_EQ(PlaceOf(whole.items[1]), "4:1");
  EXPECT_EQ(whole.items[1].raw, "{\"country\": {\"name\": \"countries/be\"}}");
  EXPECT_THAT(whole.items[2].item.hotline().source_key(), SizeIs(32));
  EXPECT_EQ(whole.items[2].item.source_entry_key(), "k");
}

TEST(JsonLines, DropsWhatOnlyAnswersCarry) {
  const auto entry = EntryOf(Format::kJsonLines,
                             "{\"entry\": {\"name\": \"entries/x\", \"revision\": \"7\", \"etag\": \"e\","
                             " \"updateTime\": \"2024-05-01T12:00:00Z\", \"deleteTime\": null,"
                             " \"hiddenThroughRevision\": [{\"any\": [1, {}]}], \"titleLines\": [\"A\"]}}");
  v1::Entry expected;
  expected.set_name("entries/x");
  expected.add_title_lines("A");
  EXPECT_EQ(entry.SerializeAsString(), expected.SerializeAsString());
}

struct Case {
  const char* line;
  const char* place;
  const char* error;
};

class BadLine : public ::testing::TestWithParam<Case> {};

TEST_P(BadLine, IsRefusedWithItsPlaceAndReadingGoesOn) {
  const std::string text = std::string(GetParam().line) + "\n{\"site\": {}}\n";
  const WholeFile whole = ReadAll(Format::kJsonLines, text);
  ASSERT_TRUE(whole.status.ok()) << whole.status;
  ASSERT_THAT(whole.items, SizeIs(2));
  EXPECT_THAT(whole.items[0].error.value_or(""), HasSubstr(GetParam().error));
  EXPECT_EQ(PlaceOf(whole.items[0]), GetParam().place);
  EXPECT_EQ(whole.items[0].raw, GetParam().line);
  EXPECT_FALSE(whole.items[1].error.has_value());
  EXPECT_EQ(PlaceOf(whole.items[1]), "2:1");
}

INSTANTIATE_TEST_SUITE_P(
    All, BadLine,
    ::testing::Values(
        Case{"{\"entry\": {\"titel\": 1}}", "1:12", "entry.titel: there is no such field."},
        Case{"{\"entry\": {\"passages\": [{}, {\"txt\": 1}]}}", "1:30",
             "entry.passages[1].txt: there is no such field."},
        Case{"{\"entry\": {\"titleLines\": \"A\"}}", "1:26", "entry.titleLines: a list is expected."},
        Case{"{\"entry\": {\"titleLines\": [1]}}", "1:27", "entry.titleLines[0]: a string is expected."},
        Case{"{\"entry\": {\"titleLines\": [null]}}", "1:27", "entry.titleLines[0]: a string is expected."},
        Case{"{\"entry\": {\"sourceType\": \"POEM\"}}", "1:26", "there is no SourceType \"POEM\""},
        Case{"{\"entry\": {\"url\": \"a\", \"url\": \"b\"}}", "1:24", "entry.url: the field stands twice."},
        Case{"{\"entry\": {}, \"country\": {}}", "1:15", "country: only one of these fields may stand here."},
        Case{"{\"entry\": {\"contentNotesAssessed\": \"true\"}}", "1:36", "true or false is expected"},
        Case{"{\"entry\": {\"review\": {\"reviewTime\": \"May\"}}}", "1:37", "a time such as"},
        Case{"{\"entry\": {\"redactions\": [{\"startByte\": 3000000000}]}}", "1:41", "a whole number"},
        Case{"{\"entry\": {\"redactions\": [{\"startByte\": 1.5}]}}", "1:41", "a whole number"},
        Case{"{\"entry\": {\"provenance\": {\"importedForm\": \"*\"}}}", "1:43", "base64"},
        Case{"{\"entry\" {}}", "1:10", "':' is expected."}, Case{"{\"entry\": {}", "1:13", "the text ends where '}'"},
        Case{"{\"entry\": {\"url\": \"a", "1:19", "the string that begins here does not end."},
        Case{"{\"entry\": {\"url\": \"\\x\"}}", "1:20", "there is no such escape"},
        Case{"{\"entry\": {\"url\": \"\\ud800\"}}", "1:20", "half a character"},
        Case{"{\"entry\": {\"url\": \"a\tb\"}}", "1:21", "a control character"},
        Case{"{\"entry\": {\"url\": \"\xFF\"}}", "1:20", "this is no UTF-8."},
        Case{"{\"entry\": {}} x", "1:15", "something stands behind the value."},
        Case{"{\"entry\": {}}, {}", "1:14", "something stands behind the value."},
        Case{"{}", "1:1", "the line brings no resource"},
        Case{"{\"entry\": null}", "1:1", "the line brings no resource"},
        Case{"[{\"entry\": {}}]", "1:1", "an object is expected."}, Case{"title", "1:1", "an object is expected."},
        Case{"{\"comment\": \"x\", \"entry\": {}}", "1:2", "comment: there is no such field."}));

TEST(JsonLines, ColumnsOfLaterLinesBeginAnew) {
  const WholeFile whole = ReadAll(Format::kJsonLines, "{\"site\": {}}\n{\"site\": {}}\n  {\"sight\": {}}\n");
  ASSERT_THAT(whole.items, SizeIs(3));
  EXPECT_EQ(PlaceOf(whole.items[2]), "3:4");
}

}  // namespace
}  // namespace lectern::formats
