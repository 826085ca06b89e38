#include "services/editing/field_rules.h"

#include <set>

#include "gtest/gtest.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "storage/engine/fault.h"

namespace lectern::editing {
namespace {

std::set<std::string> Wrong(const google::protobuf::Message& record) {
  aip::Violations violations;
  CheckFields(record, violations);
  const absl::Status status = violations.ToStatus();
  std::set<std::string> fields;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest request;
  if (payload && request.ParseFromString(std::string(*payload)))
    for (const auto& violation : request.field_violations()) fields.insert(violation.field());
  return fields;
}

v1::Entry Good() {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.add_title_lines("Title");
  entry.set_topic("topics/torture");
  return entry;
}

using Fields = std::set<std::string>;

TEST(FieldRules, AGoodRecordPasses) { EXPECT_EQ(Wrong(Good()), Fields()); }

TEST(FieldRules, LimitsAreThoseOfTheContract) {
  v1::Entry entry = Good();
  entry.set_publisher(std::string(512, 'x'));
  entry.add_passages()->set_text(std::string(65'536, 'x'));
  for (int i = 0; i < 7; ++i) entry.add_title_lines("line");
  EXPECT_EQ(Wrong(entry), Fields());
  entry.set_publisher(std::string(513, 'x'));
  entry.mutable_passages(0)->set_text(std::string(65'537, 'x'));
  entry.add_title_lines("line");
  EXPECT_EQ(Wrong(entry), (Fields{"publisher", "passages[0].text", "title_lines"}));
}

TEST(FieldRules, RequiredFields) { EXPECT_EQ(Wrong(v1::Entry()), (Fields{"title_lines", "topic"})); }

TEST(FieldRules, ControlCharactersAreRefusedAndLineBreaksAreNot) {
  v1::Entry entry = Good();
  entry.add_passages()->set_text("one\ntwo\tthree\r\n");
  EXPECT_EQ(Wrong(entry), Fields());
  for (const char c : {'\x01', '\x1b', '\x7f'}) {
    entry.set_series(std::string("a") + c);
    EXPECT_EQ(Wrong(entry), Fields{"series"}) << static_cast<int>(c);
  }
  entry.set_series(std::string("a\0b", 3));
  EXPECT_EQ(Wrong(entry), Fields{"series"});
}

TEST(FieldRules, Forms) {
  v1::Entry entry = Good();
  for (const char* url : {"http://a", "https://example.org/x?y=1#z", "https://xn--bcher-kva.example/"}) {
    entry.set_url(url);
    EXPECT_EQ(Wrong(entry), Fields()) << url;
  }
  for (const char* url : {"example.org", "ftp://a", "javascript:alert(1)", "http://", "http:///a", "https://a b",
                          "https://a\"b", "HTTP//a"}) {
    entry.set_url(url);
    EXPECT_EQ(Wrong(entry), Fields{"url"}) << url;
  }
  entry = Good();
  for (const char* tag : {"en", "pt-BR", "zh-Hant-TW", "sl-rozaj"}) {
    entry.set_language(tag);
    EXPECT_EQ(Wrong(entry), Fields()) << tag;
  }
  for (const char* tag : {"e", "en-", "-en", "en_GB", "englishlanguage", "e1"}) {
    entry.set_language(tag);
    EXPECT_EQ(Wrong(entry), Fields{"language"}) << tag;
  }
  entry = Good();
  for (const char* rank : {"0", "A0", "a-b", " "}) {
    entry.set_rank(rank);
    EXPECT_EQ(Wrong(entry), Fields{"rank"}) << rank;
  }
}

TEST(FieldRules, References) {
  v1::Entry entry = Good();
  entry.set_country("topics/torture");
  entry.add_themes("themes/");
  EXPECT_EQ(Wrong(entry), (Fields{"country", "themes[0]"}));
}

TEST(FieldRules, EmptyItemsWhereTheContractAllowsThem) {
  v1::CountryPage page;
  page.set_topic("topics/torture");
  page.add_section_order("");
  EXPECT_EQ(Wrong(page), Fields());
  page.add_imported_guidance("");
  EXPECT_EQ(Wrong(page), Fields{"imported_guidance[0]"});
}

TEST(FieldRules, EdtfDates) {
  for (const char* date : {"2009", "2003-04", "2001-06-24", "2000-02-29", "0999"})
    EXPECT_TRUE(IsEdtfDate(date)) << date;
  for (const char* date : {"", "209", "2009-", "2009-13", "2009-00", "2001-02-29", "2001-2-3", "2001/02", "20010203",
                           "2001-06-24T00:00", "199X", "2001-06-31", "2001-06-00"})
    EXPECT_FALSE(IsEdtfDate(date)) << date;
}

}  // namespace
}  // namespace lectern::editing
