#include "services/editing/merge.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"
#include "services/auth/secret.h"
#include "storage/engine/fault.h"

namespace lectern::editing {
namespace {

v1::Entry Stored() {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.add_title_lines("Title");
  entry.set_publisher("Publisher");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_identity_risk(v1::IDENTITY_RISK_NONE);
  entry.mutable_review()->set_reviewer("library");
  entry.add_passages()->set_text("one");
  entry.mutable_provenance()->set_operation("operations/legacy-1");
  entry.mutable_delete_time()->set_seconds(5);
  return entry;
}

v1::Entry Merged(const v1::Entry& incoming, std::vector<std::string> paths, EmptyMask empty) {
  FieldMask mask;
  for (std::string& path : paths) mask.add_paths(std::move(path));
  v1::Entry entry = Stored();
  EXPECT_TRUE(Merge(incoming, mask, empty, entry).ok());
  return entry;
}

TEST(Merge, WithoutMaskAnUpdateSetsWhatIsSet) {
  v1::Entry incoming;
  incoming.set_publisher("Other");
  v1::Entry expected = Stored();
  expected.set_publisher("Other");
  EXPECT_EQ(Merged(incoming, {}, EmptyMask::kSetFields).SerializeAsString(), expected.SerializeAsString());
}

TEST(Merge, WithoutMaskAnUpsertSetsAllButWhatItDoesNotState) {
  v1::Entry incoming;
  incoming.add_title_lines("New");
  const v1::Entry entry = Merged(incoming, {}, EmptyMask::kAll);
  EXPECT_EQ(entry.title_lines(0), "New");
  EXPECT_EQ(entry.publisher(), "");
  EXPECT_EQ(entry.passages_size(), 0);
  EXPECT_EQ(entry.lifecycle(), v1::LIFECYCLE_PUBLISHED);
  EXPECT_EQ(entry.review().reviewer(), "library");
  EXPECT_EQ(entry.provenance().operation(), "operations/legacy-1");
  EXPECT_EQ(entry.delete_time().seconds(), 5);
  EXPECT_EQ(entry.name(), "entries/a");
}

TEST(Merge, AMaskSetsWhatItNamesAndEmptiesIt) {
  v1::Entry incoming;
  incoming.set_publisher("Other");
  incoming.add_passages()->set_text("two");
  const v1::Entry entry = Merged(incoming, {"passages", "review"}, EmptyMask::kSetFields);
  EXPECT_EQ(entry.publisher(), "Publisher");
  ASSERT_EQ(entry.passages_size(), 1);
  EXPECT_EQ(entry.passages(0).text(), "two");
  EXPECT_FALSE(entry.has_review());
}

TEST(Merge, OutputOnlyFieldsAndTheNameAreNeverSet) {
  v1::Entry incoming;
  incoming.set_name("entries/b");
  incoming.mutable_delete_time()->set_seconds(9);
  incoming.set_revision(7);
  const v1::Entry entry = Merged(incoming, {"name", "delete_time", "revision"}, EmptyMask::kAll);
  EXPECT_EQ(entry.SerializeAsString(), Stored().SerializeAsString());
  const v1::Entry all = Merged(incoming, {"*"}, EmptyMask::kSetFields);
  EXPECT_EQ(all.delete_time().seconds(), 5);
  EXPECT_EQ(all.title_lines_size(), 0);
}

TEST(Merge, UnknownPathsAreRefused) {
  for (const char* path : {"colour", "passages.text", "published.colour", ""}) {
    FieldMask mask;
    mask.add_paths(path);
    v1::Entry entry = Stored();
    EXPECT_EQ(ReasonOf(Merge(v1::Entry(), mask, EmptyMask::kSetFields, entry)), v1::ERROR_REASON_FIELD_INVALID) << path;
  }
}

TEST(ContentDigest, IsOfWhatThePageSaysAlone) {
  const std::string digest = ContentDigest(Stored());
  v1::Entry entry = Stored();
  entry.set_lifecycle(v1::LIFECYCLE_WITHDRAWN);
  entry.clear_review();
  entry.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
  entry.set_editor_notes("notes");
  entry.mutable_provenance()->set_operation("operations/legacy-2");
  entry.clear_delete_time();
  entry.set_name("entries/b");
  EXPECT_EQ(ContentDigest(entry), digest);
  entry.mutable_passages(0)->set_text("two");
  EXPECT_NE(ContentDigest(entry), digest);
}

// The digests of earlier imports are stored: what is compared with them must come out the same for ever.
TEST(ContentDigest, IsTheHashOfTheRecordWithoutItsOtherFields) {
  const v1::Entry entry = Stored();
  v1::Entry content = entry;
  for (int i = 0; i < content.GetDescriptor()->field_count(); ++i)
    if (const auto* field = content.GetDescriptor()->field(i); !IsContent(field))
      content.GetReflection()->ClearField(&content, field);
  ASSERT_NE(content.ByteSizeLong(), entry.ByteSizeLong());
  EXPECT_EQ(ContentDigest(entry), absl::BytesToHexString(auth::Sha256(content.SerializeAsString())));
}

TEST(SameButForProvenance, Compares) {
  v1::Entry entry = Stored();
  entry.mutable_provenance()->set_operation("operations/legacy-2");
  EXPECT_TRUE(SameButForProvenance(Stored(), entry));
  entry.set_editor_notes("notes");
  EXPECT_FALSE(SameButForProvenance(Stored(), entry));
}

}  // namespace
}  // namespace lectern::editing
