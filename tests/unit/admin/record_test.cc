#include "clients/admin/record.h"

#include <sstream>

#include "clients/admin/json.h"
#include "clients/admin/text_width.h"
#include "gmock/gmock.h"
#include "lectern/v1/admin_service.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/entry_service.pb.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Record(const google::protobuf::Message& message, size_t width = 0) {
  std::ostringstream out;
  WriteRecord(message, width, out);
  return out.str();
}

v1::Entry SampleEntry() {
  v1::Entry entry;
  entry.set_name("entries/a1");
  entry.add_title_lines("First line");
  entry.add_title_lines("Second line");
  entry.mutable_published()->set_raw("June 2001");
  entry.mutable_published()->set_edtf("2001-06");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  v1::Access& access = *entry.add_accesses();
  access.set_raw("[accessed 2009]");
  access.set_edtf("2009");
  v1::Passage& passage = *entry.add_passages();
  passage.set_label("[27]");
  passage.set_heading("CHILDREN");
  passage.set_text("What the paragraph says.");
  passage.mutable_claim()->set_status(v1::CLAIM_STATUS_DISPUTED);
  entry.mutable_provenance()->set_raw_text("the whole of it");
  entry.set_revision(17);
  return entry;
}

TEST(Record, ShowsFieldsAndPassagesWithTheirLabels) {
  const std::string record = Record(SampleEntry());
  EXPECT_THAT(record, HasSubstr("Name                    entries/a1\n"));
  EXPECT_THAT(record, HasSubstr("Title lines             First line\n                        Second line\n"));
  EXPECT_THAT(record, HasSubstr("June 2001 (2001-06)"));
  EXPECT_THAT(record, HasSubstr("Lifecycle               published\n"));
  EXPECT_THAT(record, HasSubstr("[accessed 2009] (2009)"));
  EXPECT_THAT(record, HasSubstr("[27]  CHILDREN  What the paragraph says."));
  EXPECT_THAT(record, HasSubstr("disputed"));
  EXPECT_THAT(record, AllOf(Not(HasSubstr("the whole of it")), HasSubstr("15 bytes, left out")));
  EXPECT_THAT(record, HasSubstr("Revision                17\n"));
}

TEST(Record, KeepsToTheWidth) {
  v1::Entry entry = SampleEntry();
  std::string text;
  for (int i = 0; i < 200; ++i) text += "word ";
  entry.mutable_passages(0)->set_text(text);
  std::istringstream lines(Record(entry, 60));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(DisplayWidth(line), 60u) << line;
}

TEST(Record, NeverObeysWhatIsStored) {
  v1::Entry entry;
  entry.add_title_lines("\x1b]0;title\x07 and \xE2\x80\xAE reversed");
  EXPECT_THAT(Record(entry), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")), Not(HasSubstr("\xE2\x80\xAE"))));
}

TEST(Record, EnumsWithoutTheirPrefix) {
  EXPECT_EQ(EnumText(*v1::Lifecycle_descriptor()->FindValueByNumber(v1::LIFECYCLE_DRAFT)), "draft");
  EXPECT_EQ(EnumText(*v1::SourceType_descriptor()->FindValueByNumber(v1::SOURCE_TYPE_ARTICLE_NEWSPAPER)),
            "article newspaper");
}

TEST(Json, IsTheApisOwnForm) {
  v1::ListEntriesResponse response;
  const auto empty = nlohmann::json::parse(*ToJson(response));
  EXPECT_EQ(empty, (nlohmann::json{{"entries", nlohmann::json::array()}, {"nextPageToken", ""}, {"totalSize", 0}}));
  *response.add_entries() = SampleEntry();
  response.set_total_size(1);
  const auto json = nlohmann::json::parse(*ToJson(response));
  EXPECT_EQ(json["totalSize"], 1);
  EXPECT_EQ(json["entries"][0]["titleLines"], (nlohmann::json{"First line", "Second line"}));
  EXPECT_EQ(json["entries"][0]["lifecycle"], "LIFECYCLE_PUBLISHED");
  EXPECT_EQ(json["entries"][0]["revision"], "17");
  EXPECT_EQ(json["entries"][0]["publisher"], "") << "what is empty is printed too";
}

TEST(Json, SaysWhereThereIsNone) {
  v1::ApiKey key;
  key.mutable_create_time()->set_seconds(int64_t{1} << 60);
  EXPECT_FALSE(ToJson(key).ok());
}

}  // namespace
}  // namespace lectern::admin
