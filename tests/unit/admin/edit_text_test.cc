#include "clients/admin/edit_text.h"

#include "gmock/gmock.h"
#include "google/protobuf/unknown_field_set.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "nlohmann/json.hpp"

namespace lectern::admin {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::Entry Sample() {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.add_title_lines("First");
  entry.mutable_published()->set_raw("June 2001");
  entry.add_passages()->set_text("What it says.");
  entry.mutable_delete_time()->set_seconds(1);
  entry.mutable_provenance()->set_raw_text("all of it");
  entry.set_hidden_through_revision(4);
  entry.set_revision(17);
  entry.set_etag("e17");
  entry.mutable_update_time()->set_seconds(2);
  return entry;
}

TEST(EditText, HasAllThatCanBeEditedAndNothingElse) {
  const auto json = nlohmann::json::parse(*EditText(Sample()));
  EXPECT_EQ(json["titleLines"][0], "First");
  EXPECT_EQ(json["publisher"], "") << "what is empty can be filled in";
  EXPECT_EQ(json["etag"], "e17");
  EXPECT_EQ(json["name"], "entries/a");
  for (const char* field : {"revision", "updateTime", "deleteTime", "hiddenThroughRevision", "provenance"})
    EXPECT_FALSE(json.contains(field)) << field;
  const auto country = nlohmann::json::parse(*EditText(v1::Country()));
  EXPECT_TRUE(country.contains("editorNotes"));
  EXPECT_FALSE(country.contains("displayName")) << "countries take their names from the standard";
}

TEST(EditText, ComesBackUnchanged) {
  v1::Entry entry;
  ASSERT_TRUE(ReadEditText(*EditText(Sample()), Sample(), entry).ok());
  EXPECT_THAT(ChangedFields(Sample(), entry), IsEmpty());
  EXPECT_EQ(entry.etag(), "e17");
}

TEST(EditText, TellsWhichFieldsChanged) {
  auto json = nlohmann::json::parse(*EditText(Sample()));
  json["passages"][0]["text"] = "Something else.";
  json["editorNotes"] = "note";
  json["titleLines"] = nlohmann::json::array();
  json.erase("published");
  json["etag"] = "another";
  v1::Entry entry;
  ASSERT_TRUE(ReadEditText(json.dump(), Sample(), entry).ok());
  EXPECT_THAT(ChangedFields(Sample(), entry), ElementsAre("title_lines", "published", "passages", "editor_notes"));
}

absl::Status Read(const std::string& text) {
  v1::Entry entry;
  return ReadEditText(text, Sample(), entry);
}

TEST(EditText, SaysWhatIsWrong) {
  EXPECT_THAT(std::string(Read("{\"name\": \"entries/a\",\n  nonsense}").message()),
              AllOf(HasSubstr("is no JSON"), HasSubstr("line 2")));
  EXPECT_THAT(std::string(Read("").message()), HasSubstr("is no JSON"));
  EXPECT_THAT(std::string(Read("[]").message()), HasSubstr("no JSON object"));
  EXPECT_THAT(std::string(Read("{\"name\": \"entries/a\", \"titel\": []}").message()), HasSubstr("titel"));
  EXPECT_THAT(std::string(Read("{\"name\": \"entries/a\", \"titleLines\": 4}").message()), HasSubstr("itle"));
  EXPECT_THAT(std::string(Read("{\"name\": \"entries/b\"}").message()), HasSubstr("name must stay entries/a"));
  EXPECT_THAT(std::string(Read("{\"titleLines\": []}").message()), HasSubstr("name must stay entries/a"));
  EXPECT_THAT(std::string(Read("{\"name\": \"entries/a\", \"revision\": \"9\"}").message()),
              HasSubstr("revision cannot be edited"));
}

TEST(EditText, DoesNotLoseWhatANewerServerKeeps) {
  v1::Entry entry = Sample();
  v1::Passage& passage = *entry.mutable_passages(0);
  passage.GetReflection()->MutableUnknownFields(&passage)->AddVarint(99, 1);
  EXPECT_EQ(EditText(entry).status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace lectern::admin
