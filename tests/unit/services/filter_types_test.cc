#include <string>
#include <vector>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/error_reason.pb.h"
#include "services/aip/filter/filter.h"
#include "services/aip/filter/fold.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"
#include "storage/records/sort_text.h"

namespace lectern::aip {
namespace {

using google::protobuf::TextFormat;

constexpr int kReaders = storage::kFirstEditorField - 1;
constexpr int kEditors = storage::kFirstStampField - 1;

v1::Entry EntryOf(const std::string& text) {
  v1::Entry entry;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &entry));
  return entry;
}

const v1::Entry& Sample() {
  static const v1::Entry entry = EntryOf(R"(
    name: "entries/a1" title_lines: "Street Children" title_lines: "Straßenkinder \"heute\""
    publisher: "ECPAT International" published { raw: "May 2009" edtf: "2009-05" } source_type: SOURCE_TYPE_REPORT
    country: "countries/be" topic: "topics/street-children" themes: "themes/a" themes: "themes/b-c"
    accesses { edtf: "2010-01-22" } accesses { edtf: "2011" url: "https://b.example/" } lifecycle: LIFECYCLE_PUBLISHED
    content_notes_assessed: true delete_time { seconds: 1335000600 nanos: 500000000 }
    passages { text: "One" } passages { text: "Two" claim { status: CLAIM_STATUS_DISPUTED } }
    identity_risk: IDENTITY_RISK_NONE revision: 41
    redactions { start_byte: 5 end_byte: -7 } provenance { confidences { field_path: "publisher" confidence: 0.9 } })");
  return entry;
}

// "true", "false", or why the filter was refused.
std::string Asked(std::string_view text, const google::protobuf::Message& record) {
  const auto parsed = Filter::Parse(text, *record.GetDescriptor(), kEditors, true);
  if (!parsed.ok()) return std::string(parsed.status().message());
  return parsed->Matches(record) ? "true" : "false";
}

void ExpectAll(const google::protobuf::Message& record, const std::string& answer,
               const std::vector<std::string>& filters) {
  for (const std::string& text : filters) EXPECT_EQ(Asked(text, record), answer) << text;
}

TEST(FilterTypes, ComparesTextByBytes) {
  ExpectAll(Sample(), "true",
            {"publisher = \"ECPAT International\"", "publisher != \"ecpat international\"", "published.edtf = 2009-05",
             "published.edtf > 2009", "published.edtf < 2010", "published.edtf >= 2009-05", "published.edtf <= 2009-05",
             "country < countries/cz", "publisher < \"\u00c4\"", "series = \"\"", "series != x", "name = entries/a1"});
  ExpectAll(Sample(), "false",
            {"publisher = ECPAT", "publisher != \"ECPAT International\"", "published.edtf < 2009-05",
             "published.edtf > 2009-05", "published.edtf <= 2009", "published.edtf >= 2010", "series = x"});
}

TEST(FilterTypes, AnEmptyTextHasNoOrder) {
  const v1::Entry undated;
  ExpectAll(undated, "false",
            {"published.edtf < 2010", "published.edtf <= 2010", "published.edtf > 2000", "published.edtf >= \"\"",
             "published.edtf <= \"\"", "published.edtf = 2009"});
  ExpectAll(undated, "true", {"published.edtf = \"\"", "published.edtf != 2009", "NOT published.edtf < 2010"});
}

TEST(FilterTypes, HasFindsPartsOfTextWhateverTheCase) {
  ExpectAll(Sample(), "true",
            {"publisher:ecpat", "publisher:NATION", "title_lines:children", "title_lines:STRASSENKINDER",
             "title_lines:\"straße\"", "title_lines:\"\\\"HEUTE\"", "title_lines:\"\uff33treet\"", "passages.text:tWo",
             "published.edtf:2009", "accesses.url:b.example"});
  ExpectAll(Sample(), "false",
            {"publisher:unicef", "title_lines:\"children straßen\"", "publisher:\"ECPAT  \"", "series:x",
             "publisher:\"\u00e9\"", "passages.text:three", "NOT publisher:ecpat"});
  ExpectAll(EntryOf("publisher: \"Caf\u00c9 \u0130stanbul\""), "true",
            {"publisher:\"caf\u00e9\"", "publisher:\"CAFE\u0301\"", "publisher:stanbul"});
  const std::string long_text(70000, 'x');
  ExpectAll(EntryOf("passages { text: \"" + long_text + "\u00c9nd\" }"), "true", {"passages.text:\"x\u00c9ND\""});
}

// Every character of ASCII, at every place of the eight that are folded at once, as ICU folds it; and texts of others.
TEST(FilterTypes, FoldsAsIcuDoes) {
  for (int code = 0; code < 128; ++code)
    for (size_t before = 0; before < 9; ++before)
      for (size_t behind = 0; behind < 9; ++behind) {
        const std::string text = std::string(before, '@') + static_cast<char>(code) + std::string(behind, 'Z');
        ASSERT_EQ(filter::Fold(text), storage::SortText(text)) << code << " behind " << before;
      }
  for (const char* text : {"\u00c9COLE", "stra\u00dfe", "\uff25\uff23", "\u0130", "x\u00ady"})
    EXPECT_EQ(filter::Fold(text), storage::SortText(text)) << text;
  filter::FoldedSearch search;
  const std::string text = "\u00c9COLE", other = "\u00e0 l'\u00c9cole";
  for (int i = 0; i < 2; ++i)
    EXPECT_TRUE(search.Contains(text, "\u00e9co") && search.Contains(other, "\u00e0 l") &&
                !search.Contains(text, "\u00e0 l"));
}

TEST(FilterTypes, HasTakesNamesWhole) {
  ExpectAll(Sample(), "true", {"country:countries/be", "themes:themes/a", "themes:\"themes/b-c\"", "name:entries/a1"});
  ExpectAll(Sample(), "false", {"country:be", "themes:themes/b", "themes:THEMES/A", "name:entries/a"});
}

TEST(FilterTypes, ComparesEnumsByName) {
  ExpectAll(Sample(), "true",
            {"lifecycle = PUBLISHED", "lifecycle = LIFECYCLE_PUBLISHED", "lifecycle:\"PUBLISHED\"",
             "lifecycle != DRAFT", "source_type = SOURCE_TYPE_REPORT", "link_state = UNSPECIFIED",
             "identity_risk = NONE", "passages.claim.status:DISPUTED", "passages.claim.status:UNSPECIFIED"});
  ExpectAll(Sample(), "false",
            {"lifecycle = DRAFT", "lifecycle != PUBLISHED", "link_state:*", "passages.claim.status:CORRECTED"});
}

TEST(FilterTypes, ComparesBooleans) {
  ExpectAll(Sample(), "true",
            {"content_notes_assessed = true", "content_notes_assessed:\"true\"", "content_notes_assessed != false",
             "content_notes_assessed:*"});
  ExpectAll(v1::Entry(), "true", {"content_notes_assessed = false", "NOT content_notes_assessed:*"});
  ExpectAll(v1::Entry(), "false", {"content_notes_assessed = true"});
}

TEST(FilterTypes, ComparesNumbers) {
  ExpectAll(Sample(), "true",
            {"revision = 41", "revision:41", "revision != 42", "revision > 40", "revision >= 41", "revision < \"42\"",
             "revision <= 41", "redactions.end_byte:-7", "provenance.confidences.confidence:0.9"});
  ExpectAll(Sample(), "false",
            {"revision = 42", "revision != 41", "revision > 41", "revision < 41", "redactions.start_byte:-7",
             "provenance.confidences.confidence:0.8"});
  ExpectAll(v1::Entry(), "true", {"revision = 0", "revision < 1", "NOT revision:*"});
}

TEST(FilterTypes, ComparesTimes) {
  // 2012-04-21 09:30:00.5 UTC
  ExpectAll(Sample(), "true",
            {"delete_time > 2012-04-21", "delete_time < 2012-04-22", "delete_time = 2012-04-21T09:30:00.5Z",
             "delete_time = \"2012-04-21T11:30:00.5+02:00\"", "delete_time >= 2012-04-21T09:30:00Z",
             "delete_time <= 2012-04-21T09:30:01Z", "delete_time != 2012-04-21", "delete_time:*",
             "update_time != 2012-04-21"});
  ExpectAll(Sample(), "false",
            {"delete_time < 2012-04-21", "delete_time = 2012-04-21", "update_time < 2030-01-01", "update_time:*",
             "update_time >= 1960-01-01", "update_time = 1970-01-01"});
}

TEST(FilterTypes, AsksWhetherAFieldIsSet) {
  ExpectAll(Sample(), "true",
            {"publisher:*", "published:*", "published.edtf:*", "themes:*", "accesses:*", "redactions:*",
             "accesses.url:*", "passages.claim:*", "passages.claim.status:*", "redactions.start_byte:*"});
  ExpectAll(Sample(), "false",
            {"series:*", "review:*", "review.reviewer:*", "archive_links:*", "accesses.raw:*", "contributors:*",
             "contributors.family:*", "passages.proceedings:*", "provenance.spans.start_byte:*"});
}

TEST(FilterTypes, OneItemIsEnough) {
  ExpectAll(Sample(), "true", {"accesses.edtf:2010 accesses.edtf:2011", "NOT accesses.edtf:2012"});
  ExpectAll(Sample(), "false", {"accesses.edtf:2012", "NOT accesses.edtf:2011"});
}

TEST(FilterTypes, RefusesWhatDoesNotFit) {
  const std::vector<std::vector<std::string>> cases = {
      {"publisher = x publischer = x", "15", "expects a field of the resource: name, title_lines, publisher,"},
      {"published.year = 1", "11", "expects a field of PartialDate: raw, edtf"},
      {"publisher.x = 1", "11", "publisher has no fields"},
      {"delete_time.seconds = 1", "13", "delete_time has no fields"},
      {"etag = x", "1", "expects a field of the resource"},
      {"titleLines:x", "1", "title_lines"},
      {"title_lines = x", "13", "offers : alone, since title_lines is a list: title_lines:"},
      {"themes != x", "8", "themes is a list"},
      {"accesses.edtf > 2009", "15", "accesses is a list: accesses.edtf:"},
      {"published = 2009", "11", "expects .field of PartialDate, or :* (is set)"},
      {"accesses:2009", "9", "expects .field of Access"},
      {"lifecycle > DRAFT", "11", "expects one of =, != and : behind lifecycle"},
      {"lifecycle = published", "13", "expects one of UNSPECIFIED, DRAFT, PUBLISHED, WITHDRAWN"},
      {"lifecycle = 2", "13", "expects one of UNSPECIFIED"},
      {"content_notes_assessed < true", "24", "expects one of =, != and :"},
      {"content_notes_assessed = yes", "26", "expects true or false"},
      {"revision = 1.5", "12", "expects a whole number from -9223372036854775808 to 9223372036854775807"},
      {"revision = 9223372036854775808", "12", "expects a whole number"},
      {"redactions.start_byte:2147483648", "23", "from -2147483648 to 2147483647"},
      {"provenance.confidences.confidence:nan", "35", "expects a number"},
      {"provenance.confidences.confidence:x", "35", "expects a number"},
      {"delete_time:2012-04-21", "12", "expects one of =, !=, <, <=, >, >= and :*"},
      {"delete_time < 2012", "15", "expects a time such as"},
      {"delete_time < 2012-02-30", "15", "expects a time such as"},
      {"delete_time < 2012-04-21T11:30:00", "15", "expects a time such as"},
      {"delete_time < infinite-future", "15", "expects a time such as"},
      {"delete_time < \"\"", "15", "expects a time such as"},
      {"delete_time < \" 2012-04-21\"", "15", "expects a time such as"},
      {"delete_time < \"2012-04-21T11:30:00Z \"", "15", "expects a time such as"},
      {"publisher:\"\"", "11", "expects a text to look for"},
      {"publisher:\"\u00ad\"", "11", "expects a text to look for"},
      {"a = 1 OR NOT (b = 2)", "1", "expects a field of the resource"},
  };
  for (const auto& refused : cases) {
    const std::string message = Asked(refused[0], Sample());
    EXPECT_EQ(message.find("filter at character " + refused[1] + " "), 0U) << refused[0] << ": " << message;
    EXPECT_NE(message.find(refused[2]), std::string::npos) << refused[0] << ": " << message;
  }
  const absl::Status status = Filter::Parse("x = 1", *v1::Entry::descriptor(), kReaders).status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FILTER_UNSUPPORTED);
}

TEST(FilterTypes, OffersWhatTheCallerMaySee) {
  const auto* resource = v1::Entry::descriptor();
  for (const char* text :
       {"identity_risk = NONE", "editor_notes:x", "provenance.file:x", "review:*", "source_key = x"}) {
    const absl::Status status = Filter::Parse(text, *resource, kReaders, true).status();
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_FILTER_UNSUPPORTED) << text;
    const std::string message(status.message());
    EXPECT_EQ(message.find("filter at character 1 expects a field of the resource: name, "), 0U) << message;
    EXPECT_EQ(message.find("identity_risk"), std::string::npos) << message;
    EXPECT_TRUE(Filter::Parse(text, *resource, kEditors).ok()) << text;
  }
  for (const char* text : {"revision > 1", "update_time > 2020-01-01"}) {
    EXPECT_TRUE(Filter::Parse(text, *resource, kReaders, true).ok()) << text;
    EXPECT_FALSE(Filter::Parse(text, *resource, kReaders).ok()) << text;
    EXPECT_FALSE(Filter::Parse(text, *resource, kEditors).ok()) << text;
  }
  EXPECT_TRUE(Filter::Parse("name = x", *resource, 1).ok());
  EXPECT_FALSE(Filter::Parse("title_lines:x", *resource, 1).ok());
}

TEST(FilterTypes, AnErrorNamesFieldsToAReadableLength) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("wide.proto");
  auto* message = file.add_message_type();
  message->set_name("Wide");
  for (int i = 1; i <= 200; ++i) {
    auto* field = message->add_field();
    field->set_name("field_number_" + std::to_string(i));
    field->set_number(i);
    field->set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
  }
  google::protobuf::DescriptorPool pool;
  const auto* wide = pool.BuildFile(file)->message_type(0);
  const std::string text(Filter::Parse("x = 1", *wide, kEditors).status().message());
  EXPECT_LT(text.size(), 900U);
  EXPECT_NE(text.find("field_number_1, field_number_2, "), std::string::npos) << text;
  EXPECT_NE(text.find(" more"), std::string::npos) << text;
}

// Types that no resource has today.
TEST(FilterTypes, KnowsEveryTypeOfProtobuf) {
  google::protobuf::FileDescriptorProto file;
  ASSERT_TRUE(TextFormat::ParseFromString(R"(
    name: "all.proto" syntax: "proto3"
    message_type {
      name: "All"
      field { name: "small" number: 1 type: TYPE_UINT32 label: LABEL_OPTIONAL }
      field { name: "big" number: 2 type: TYPE_FIXED64 label: LABEL_OPTIONAL }
      field { name: "real" number: 3 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
      field { name: "raw" number: 4 type: TYPE_BYTES label: LABEL_OPTIONAL }
      field { name: "maybe" number: 5 type: TYPE_INT32 label: LABEL_OPTIONAL oneof_index: 0 proto3_optional: true }
      field { name: "smalls" number: 6 type: TYPE_UINT32 label: LABEL_REPEATED }
      field { name: "bigs" number: 7 type: TYPE_UINT64 label: LABEL_REPEATED }
      field { name: "reals" number: 8 type: TYPE_DOUBLE label: LABEL_REPEATED }
      field { name: "signs" number: 9 type: TYPE_SINT32 label: LABEL_REPEATED }
      field { name: "wides" number: 10 type: TYPE_SINT64 label: LABEL_REPEATED }
      field { name: "flags" number: 11 type: TYPE_BOOL label: LABEL_REPEATED }
      field { name: "kinds" number: 12 type: TYPE_ENUM type_name: ".Kind" label: LABEL_REPEATED }
      field { name: "float" number: 13 type: TYPE_FLOAT label: LABEL_OPTIONAL }
      oneof_decl { name: "_maybe" }
    }
    enum_type { name: "Kind" value { name: "ODD" number: 0 } value { name: "EVEN" number: 1 } })",
                                          &file));
  google::protobuf::DescriptorPool pool;
  const auto* all = pool.BuildFile(file)->message_type(0);
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> record(factory.GetPrototype(all)->New());
  ExpectAll(*record, "true", {"maybe != 0", "NOT maybe = 0", "NOT maybe:*", "small = 0", "NOT flags:false"});
  ExpectAll(*record, "false", {"maybe < 1", "maybe >= 0", "maybe = 0"});
  ASSERT_TRUE(
      TextFormat::ParseFromString("small: 4294967295 big: 18446744073709551615 real: -0.25 raw: 'x' maybe: 0 smalls: 1 "
                                  "smalls: 2 bigs: 3 reals: 0.5 "
                                  "signs: -1 wides: -2 flags: false kinds: EVEN float: 0.1",
                                  record.get()));
  ExpectAll(*record, "true",
            {"small = 4294967295", "small > 4294967294", "big = 18446744073709551615", "big > 9223372036854775807",
             "real = -0.25", "real < -2.4e-1", "real:*", "maybe = 0", "maybe < 1", "maybe:*", "smalls:2", "bigs:3",
             "reals:.5", "signs:-1", "wides:-2", "flags:false", "kinds:EVEN", "float = 0.1", "float <= 0.1"});
  ExpectAll(*record, "false",
            {"small < 4294967295", "big < 1", "smalls:3", "bigs:4", "reals:1", "signs:1", "wides:2", "flags:true",
             "kinds:ODD", "float > 0.1"});
  for (const char* text : {"small = -1", "small = 4294967296", "big = -1", "raw = x", "raw:*", "maybe = 2147483648"})
    EXPECT_EQ(Asked(text, *record).find("filter at character "), 0U) << text;
}

}  // namespace
}  // namespace lectern::aip
