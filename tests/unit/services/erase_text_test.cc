#include "services/erasure/erase_text.h"

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "storage/records/redaction.h"

namespace lectern::erasure {
namespace {

v1::Redaction& Hide(v1::Entry& entry, const std::string& path, int start, int end) {
  v1::Redaction& redaction = *entry.add_redactions();
  redaction.set_field_path(path);
  redaction.set_start_byte(start);
  redaction.set_end_byte(end);
  redaction.set_replacement("[hidden]");
  return redaction;
}

TEST(FindInPublicText, FindsEveryPlaceThatReadersSee) {
  v1::Entry entry;
  entry.set_name("entries/ann");
  entry.set_country("countries/ann");
  entry.add_title_lines("ann and ann");
  entry.add_passages()->set_text("with ann");
  entry.set_editor_notes("ann");
  const auto found = FindInPublicText(entry, "ann", "[x]");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].field_path(), "title_lines[0]");
  EXPECT_EQ(found[0].start_byte(), 0);
  EXPECT_EQ(found[1].start_byte(), 8);
  EXPECT_EQ(found[2].field_path(), "passages[0].text");
  EXPECT_EQ(found[2].end_byte(), 8);
  EXPECT_EQ(found[2].replacement(), "[x]");
}

TEST(FindInPublicText, LeavesOutWhatIsHiddenAlready) {
  v1::Entry entry;
  entry.add_title_lines("ann and ann");
  Hide(entry, "title_lines[0]", 8, 11);
  const auto found = FindInPublicText(entry, "ann", "[x]");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].start_byte(), 0);
}

TEST(EraseText, TakesItOutOfEveryTextButNames) {
  v1::Entry entry;
  entry.set_name("entries/ann");
  entry.add_title_lines("ann and ann");
  entry.set_editor_notes("not ann");
  entry.mutable_provenance()->set_raw_text("ann");
  entry.set_url("https://example.org/ann");
  entry.mutable_provenance()->add_unclaimed_lines("other words");
  EXPECT_EQ(EraseText(entry, "ann", "--"), 5);
  EXPECT_EQ(entry.name(), "entries/ann");
  EXPECT_EQ(entry.title_lines(0), "-- and --");
  EXPECT_EQ(entry.editor_notes(), "not --");
  // Nothing else would be an address; and the raw text has the words in other lines as well.
  EXPECT_EQ(entry.url(), "");
  EXPECT_EQ(entry.provenance().raw_text(), "");
  EXPECT_EQ(entry.provenance().unclaimed_lines_size(), 0);
  EXPECT_EQ(EraseText(entry, "ann", "--"), 0);
}

// Redactions hide the same words as before, wherever the erased ones stood.
TEST(EraseText, RedactionsMoveAlong) {
  v1::Entry entry;
  entry.add_title_lines("ann, bob, ann, cid");
  Hide(entry, "title_lines[0]", 5, 8);    // bob
  Hide(entry, "title_lines[0]", 15, 18);  // cid
  Hide(entry, "title_lines[0]", 10, 13);  // the second ann, which goes
  ASSERT_EQ(EraseText(entry, "ann", "[erased]"), 2);
  EXPECT_EQ(entry.title_lines(0), "[erased], bob, [erased], cid");
  ASSERT_TRUE(storage::ApplyRedactions(entry).ok());
  EXPECT_EQ(entry.title_lines(0), "[erased], [hidden], [hidden], [hidden]");
}

TEST(EraseText, RedactionsThatMeetBecomeOne) {
  v1::Entry entry;
  entry.add_title_lines("say ann-marie now");
  Hide(entry, "title_lines[0]", 2, 7);   // "y ann"
  Hide(entry, "title_lines[0]", 8, 13);  // "marie"
  ASSERT_EQ(EraseText(entry, "ann-marie", "--"), 1);
  ASSERT_EQ(entry.redactions_size(), 1);
  ASSERT_TRUE(storage::ApplyRedactions(entry).ok());
  EXPECT_EQ(entry.title_lines(0), "sa[hidden] now");
}

}  // namespace
}  // namespace lectern::erasure
