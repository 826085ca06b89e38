#include "storage/records/record_value.h"

#include <random>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "lectern/internal/v1/store.pb.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "storage/engine/timestamp.h"
#include "storage/records/kinds.h"

namespace lectern::storage {
namespace {

using google::protobuf::util::MessageDifferencer;

template <class Record>
Record Project(const std::string& value, Audience audience, Extent extent) {
  Record record;
  const auto view = RecordView::Parse(value);
  EXPECT_TRUE(view.ok());
  EXPECT_TRUE(record.ParseFromString(std::string(view->Bytes(audience, extent))));
  return record;
}

v1::Entry FullEntry() {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.add_title_lines("Title");
  entry.set_publisher("Library");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_series("Series");
  entry.add_passages()->set_text("Somebody said something.");
  entry.set_source_key("key");
  entry.set_editor_notes("notes");
  return entry;
}

TEST(RecordValue, EachAudienceReadsItsOwn) {
  const v1::Entry entry = FullEntry();
  const std::string value = EncodeRecord(EntryRecords(), entry).value();

  v1::Entry expected = entry;
  EXPECT_TRUE(MessageDifferencer::Equals(Project<v1::Entry>(value, Audience::kEditor, Extent::kFull), expected));
  expected.clear_source_key();
  expected.clear_editor_notes();
  EXPECT_TRUE(MessageDifferencer::Equals(Project<v1::Entry>(value, Audience::kReader, Extent::kFull), expected));
  EXPECT_TRUE(MessageDifferencer::Equals(Project<v1::Entry>(value, Audience::kEducator, Extent::kFull), expected));
  expected.clear_series();
  expected.clear_passages();
  for (const Audience audience : {Audience::kReader, Audience::kEducator, Audience::kEditor})
    EXPECT_TRUE(MessageDifferencer::Equals(Project<v1::Entry>(value, audience, Extent::kBasic), expected));
  // One copy of the bytes serves all: a header and the editors' form.
  EXPECT_EQ(value.size(), 40 + entry.ByteSizeLong());
}

TEST(RecordValue, UnsafeAddressesAreForEditorsAlone) {
  for (const v1::LinkState state : {v1::LINK_STATE_HIJACKED, v1::LINK_STATE_WITHHELD, v1::LINK_STATE_LIVE}) {
    v1::Entry entry = FullEntry();
    entry.set_url("https://www.example.org/");
    entry.set_link_state(state);
    const std::string value = EncodeRecord(EntryRecords(), entry).value();
    EXPECT_EQ(Project<v1::Entry>(value, Audience::kEditor, Extent::kFull).url(), entry.url());
    const std::string shown = state == v1::LINK_STATE_LIVE ? entry.url() : "";
    EXPECT_EQ(Project<v1::Entry>(value, Audience::kEducator, Extent::kFull).url(), shown);
    EXPECT_EQ(Project<v1::Entry>(value, Audience::kReader, Extent::kBasic).url(), shown);
  }
}

TEST(RecordValue, WhatIsCheckedIsWhatCanBeStored) {
  // Around the limits: of what all see, and of what editors alone see, which counts once.
  for (const bool shared : {true, false})
    for (size_t bytes = 300'000; bytes < 1'200'000; bytes += 7'001) {
      v1::Entry entry = FullEntry();
      if (shared)
        entry.mutable_passages(0)->set_text(std::string(bytes, 'a'));
      else
        entry.set_editor_notes(std::string(bytes, 'a'));
      EXPECT_EQ(CheckStorable(EntryRecords(), entry), EncodeRecord(EntryRecords(), entry).status()) << bytes;
    }
  EXPECT_TRUE(CheckStorable(EntryRecords(), FullEntry()).ok());
}

TEST(RecordValue, RedactedTextIsInNoPublicByte) {
  v1::Entry entry = FullEntry();
  v1::Redaction* redaction = entry.add_redactions();
  redaction->set_field_path("passages[0].text");
  redaction->set_end_byte(8);
  redaction->set_replacement("[withheld]");
  const std::string value = EncodeRecord(EntryRecords(), entry).value();
  const RecordView view = RecordView::Parse(value).value();
  EXPECT_TRUE(view.redacted());
  for (const Audience audience : {Audience::kReader, Audience::kEducator}) {
    EXPECT_EQ(view.Bytes(audience, Extent::kFull).find("Somebody"), std::string_view::npos);
    EXPECT_EQ(Project<v1::Entry>(value, audience, Extent::kFull).passages(0).text(), "[withheld] said something.");
  }
  EXPECT_EQ(Project<v1::Entry>(value, Audience::kEditor, Extent::kFull).passages(0).text(), "Somebody said something.");
}

TEST(RecordValue, PartsForEducatorsAreNotInReadersBytes) {
  v1::TeacherResource resource;
  resource.set_name("teacherResources/a");
  resource.set_title("Plan");
  resource.add_parts()->set_heading("Task");
  v1::ResourcePart* answers = resource.add_parts();
  answers->set_heading("Answers");
  answers->set_audience(v1::AUDIENCE_EDUCATORS);
  const std::string value = EncodeRecord(TeacherResourceRecords(), resource).value();
  EXPECT_EQ(Project<v1::TeacherResource>(value, Audience::kReader, Extent::kFull).parts_size(), 1);
  EXPECT_EQ(Project<v1::TeacherResource>(value, Audience::kEducator, Extent::kFull).parts_size(), 2);
  EXPECT_EQ(RecordView::Parse(value)->Bytes(Audience::kReader, Extent::kFull).find("Answers"), std::string_view::npos);
}

TEST(RecordValue, Flags) {
  v1::Entry entry = FullEntry();
  const auto flags = [&entry] { return EncodeRecord(EntryRecords(), entry).value(); };
  EXPECT_TRUE(RecordView::Parse(flags())->visible());
  entry.set_lifecycle(v1::LIFECYCLE_WITHDRAWN);
  EXPECT_FALSE(RecordView::Parse(flags())->visible());
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.mutable_delete_time()->set_seconds(1);
  EXPECT_FALSE(RecordView::Parse(flags())->visible());
  EXPECT_TRUE(RecordView::Parse(flags())->deleted());
}

TEST(RecordValue, StampsBehindTheBytesAreFieldsOfTheMessage) {
  const std::string value = EncodeRecord(EntryRecords(), FullEntry()).value();
  const StoreIdentity identity{"0123456789abcdef0123456789abcdef", 3, ""};
  const std::string stamps = EncodeStamps(identity, 42, absl::FromUnixMicros(1'700'000'000'123'456));
  v1::Entry entry;
  ASSERT_TRUE(
      entry.ParseFromString(std::string(RecordView::Parse(value)->Bytes(Audience::kReader, Extent::kBasic)) + stamps));
  EXPECT_EQ(entry.revision(), 42);
  EXPECT_EQ(entry.etag(), "01234567-3-42");
  EXPECT_EQ(entry.update_time().seconds(), 1'700'000'000);
  EXPECT_EQ(entry.update_time().nanos(), 123'456'000);
  EXPECT_EQ(entry.publisher(), "Library");
}

// Written by hand, they must be the very bytes that the message gives.
TEST(RecordValue, StampsAreWhatTheirMessageSerialisesTo) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    const StoreIdentity identity{"0123456789abcdef0123456789abcdef", static_cast<int64_t>(random() % 1000), ""};
    const auto revision = static_cast<Revision>(random() >> (1 + random() % 62));
    const absl::Time time = absl::FromUnixMicros(i == 0   ? 0
                                                 : i == 1 ? -1'500'000
                                                          : static_cast<int64_t>(random() >> (12 + random() % 40)));
    internal::v1::Stamps stamps;
    stamps.set_revision(revision);
    stamps.set_etag(Etag(identity, revision));
    *stamps.mutable_update_time() = ToTimestamp(time);
    EXPECT_EQ(EncodeStamps(identity, revision, time), stamps.SerializeAsString()) << revision << " " << time;
  }
}

TEST(RecordValue, DamagedBytesAreRefusedOrRead) {
  const std::string value = EncodeRecord(EntryRecords(), FullEntry()).value();
  for (size_t length = 0; length < value.size(); ++length)
    EXPECT_FALSE(RecordView::Parse(std::string_view(value).substr(0, length)).ok()) << length;
  std::mt19937 random(5);
  for (int i = 0; i < 20'000; ++i) {
    std::string damaged = value;
    damaged[random() % 40] = static_cast<char>(random());
    const auto view = RecordView::Parse(damaged);
    if (!view.ok()) continue;
    for (const Audience audience : {Audience::kReader, Audience::kEducator, Audience::kEditor})
      EXPECT_LE(view->Bytes(audience, Extent::kFull).size(), damaged.size());
  }
}

}  // namespace
}  // namespace lectern::storage
