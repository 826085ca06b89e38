// Undoing imports, and exports that come back whole.
#include "tests/integration/import_world.h"

namespace lectern::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ImportUndo : public ImportWorld {
 protected:
  static v1::ImportItem Deletion(const std::string& key) {
    return Item("entry { source_key: '" + key + "' } action: IMPORT_ACTION_DELETE");
  }
  // A store with everything that a catalogue can hold.
  static Items Everything() {
    return {
        Item("topic { name: 'topics/new' labels { language: 'en' text: 'New' } legacy_terms { language: 'en' text: "
             "'Old' } guidance { language: 'en' text: 'G' } editor_notes: 'n' }"),
        Item("theme { name: 'themes/new' labels { language: 'en' text: 'New' } }"),
        Item("country { name: 'countries/ke' other_names { language: 'sw' text: 'K' } }"),
        Item("country_page { name: 'countries/ke/pages/new' topic: 'topics/new' period: '2000s' introduction { "
             "paragraphs: 'P' source: 'S' } caution: 'C' section_order: 'A' imported_guidance: 'I' lifecycle: "
             "LIFECYCLE_PUBLISHED identity_risk: IDENTITY_RISK_NONE review { reviewer: 'library' review_time { "
             "seconds: 1600000000 } } provenance { file: 'ke.txt' spans { start_byte: 1 end_byte: 9 } raw_text: 'R' "
             "warnings: 'W' unclaimed_lines: 'L' } }"),
        Item("entry { source_key: 'k1' title_lines: 'One' title_lines: 'more' country: 'countries/ke' topic: "
             "'topics/new' themes: 'themes/new' rank: 'V' published { raw: 'June 2001' edtf: '2001-06' } contributors "
             "{ family: 'F' given: 'G' role: 'author' } passages { label: '[27]' text: 'Somebody said so.' } accesses "
             "{ raw: '2009' edtf: '2009' url: 'https://example.org/a' } url: 'https://example.org/a' lifecycle: "
             "LIFECYCLE_PUBLISHED identity_risk: IDENTITY_RISK_NAMED redactions { field_path: 'passages[0].text' "
             "start_byte: 0 end_byte: 8 replacement: '[name withheld]' } review { reviewer: 'library' review_time { "
             "seconds: 1600000000 } note: 'looked' } editor_notes: 'E' content_notes: 'violence' "
             "content_notes_assessed: true merged_source_keys: 'other' provenance { file: 'ke.txt' } }"),
        Item("entry { name: 'entries/two' title_lines: 'Two' topic: 'topics/new' other_countries: 'countries/be' "
             "lifecycle: LIFECYCLE_WITHDRAWN identity_risk: IDENTITY_RISK_IDENTIFIABLE review { reviewer: 'l' "
             "review_time { "
             "seconds: 1600000000 } note: 'withdrawn' } link_state: LINK_STATE_WITHHELD }"),
        Item("hotline { name: 'countries/ke/hotlines/-' source_key: 'h' display_name: 'H' numbers { dial: '116' "
             "region_code: "
             "'KE' printed: '116' } hours: 'always' languages: 'sw' verified_by: 'library' verify_time { seconds: "
             "1600000000 } review_due_time { seconds: 1700000000 } lifecycle: LIFECYCLE_PUBLISHED review { reviewer: "
             "'library' review_time { seconds: 1600000000 } } } source_entry_key: 'k1'"),
        Item("teacher_resource { source_key: 't' kind: TEACHER_RESOURCE_KIND_LESSON_PLAN title: 'T' topic: "
             "'topics/new' country: "
             "'countries/ke' objectives: 'O' procedures { heading: 'H' steps: 'S' } parts { heading: 'H' body: 'B' "
             "audience: "
             "AUDIENCE_EDUCATORS } entry_references { entry: 'entries/two' note: 'N' } typical_age_range: '16-18' }"),
        Item("site { name: 'site' display_name: 'S' editor: 'E' base_url: 'https://example.org/' default_caution: 'C' "
             "fallbacks { label: 'L' dial: '112' } }")};
  }
};
class ExportRoundTrip : public ImportUndo {};

TEST_F(ImportUndo, OfWhatItCreatedUpdatedDeletedAndMerged) {
  const Imported first = client_.Import({EntryItem("a", "A", "publisher: 'P'"), EntryItem("b", "B"),
                                         EntryItem("c", "C"), EntryItem("d", "D", "publisher: 'P'")});
  client_.SetPublisher(first.done[3].name(), "Mended");
  const std::string before = client_.Export();
  Items items = Everything();
  items.push_back(EntryItem("a", "A", "publisher: 'Q'"));
  items.push_back(Deletion("b"));
  items.push_back(EntryItem("new", "Merged", "notes: 'N'"));
  items.push_back(EntryItem("d", "D", "publisher: 'P' section: 'S'"));
  items.push_back(EntryItem("e", "E"));
  const int64_t merge = static_cast<int64_t>(items.size()) - 3;
  for (const size_t items_a_chunk : {size_t{128}, size_t{3}, size_t{1}}) {
    SCOPED_TRACE(items_a_chunk);
    const Imported imported =
        client_.Import(items, {.merges = {{merge, first.done[2].name()}}, .items_a_chunk = items_a_chunk});
    EXPECT_EQ(imported.response.counts().created(), 9);
    EXPECT_EQ(imported.response.counts().updated(), 3);  // the site is always there
    EXPECT_EQ(imported.response.counts().deleted(), 1);
    EXPECT_EQ(imported.response.counts().merged(), 1);
    EXPECT_NE(client_.Export(), before);
    const v1::UndoImportResponse undone = client_.Undo(imported.operation);
    EXPECT_EQ(undone.undone(), 14);
    EXPECT_THAT(undone.conflicts(), IsEmpty());
    EXPECT_EQ(client_.Export(), before);
  }
}

TEST_F(ImportUndo, LeavesAloneWhatOthersChangedSince) {
  const Imported imported = client_.Import({EntryItem("a", "A"), EntryItem("b", "B"), EntryItem("c", "C")});
  const std::string mended = imported.done[0].name(), deleted = imported.done[1].name();
  client_.SetPublisher(mended, "Mended");
  client_.Delete(deleted);
  const v1::UndoImportResponse undone = client_.Undo(imported.operation);
  EXPECT_EQ(undone.undone(), 1);
  EXPECT_EQ(undone.conflict_count(), 2);
  EXPECT_THAT(undone.conflicts(), ::testing::UnorderedElementsAre(mended, deleted));
  EXPECT_EQ(client_.Get(mended).publisher(), "Mended");
  EXPECT_EQ(client_.CodeOfGet(imported.done[2].name()), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ImportUndo, KeepsWhatOthersNameMeanwhile) {
  const Imported imported =
      client_.Import({Item("topic { name: 'topics/new' labels { language: 'en' text: 'L' } }"), EntryItem("a", "A")});
  client_.Import({EntryItem("b", "B", "topic: 'topics/new'")}, {.source = "other"});
  const v1::UndoImportResponse undone = client_.Undo(imported.operation);
  EXPECT_EQ(undone.undone(), 1);
  EXPECT_THAT(undone.conflicts(), ElementsAre("topics/new"));
}

TEST_F(ImportUndo, OfTwoImportsTheOlderOneIsInConflictUntilTheNewerOneIsUndone) {
  const std::string before = client_.Export();
  const Imported first = client_.Import({EntryItem("a", "A", "publisher: 'P'")});
  const std::string between = client_.Export();
  const Imported second = client_.Import({EntryItem("a", "A", "publisher: 'Q'")});
  EXPECT_EQ(client_.Undo(second.operation).undone(), 1);
  EXPECT_EQ(client_.Export(), between);
  EXPECT_EQ(client_.Undo(first.operation).undone(), 1);
  EXPECT_EQ(client_.Export(), before);
}

TEST_F(ImportUndo, AnUndoneImportCanBeImportedAgain) {
  const Items items = {EntryItem("a", "A"), EntryItem("b", "B")};
  const Imported first = client_.Import(items);
  const std::string with = client_.Export();
  client_.Undo(first.operation);
  ExpectOutcomes(client_.Import(items), {"CREATED", "CREATED"});
  EXPECT_EQ(ImportClient::Read(client_.Export()).size(), ImportClient::Read(with).size());
}

TEST_F(ImportUndo, OfWhatOneImportWroteTwice) {
  const std::string name = client_.Import({EntryItem("a", "A")}).done[0].name();
  const std::string before = client_.Export();
  const Imported imported = client_.Import({EntryItem("a", "A", "section: 'S'"), EntryItem("b", "B", "notes: 'N'")},
                                           {.merges = {{1, name}}, .items_a_chunk = 1});
  EXPECT_THAT(OutcomesOf(imported.done), ElementsAre("UPDATED", "MERGED"));
  EXPECT_THAT(client_.Undo(imported.operation).conflicts(), IsEmpty());
  EXPECT_EQ(client_.Export(), before);
}

TEST_F(ExportRoundTrip, AnEmptyStoreThatReadsItExportsTheSameBytes) {
  const Imported all = client_.Import(Everything());
  EXPECT_EQ(all.response.counts().created(), 8);
  EXPECT_EQ(all.response.counts().updated(), 1);  // the site is always there
  const std::string file = client_.Export();
  const Items items = ImportClient::Read(file);
  for (const size_t items_a_chunk : {size_t{128}, size_t{2}}) {
    SCOPED_TRACE(items_a_chunk);
    const TempDirectory directory;
    const ServerProcess server(directory.path() / "data");
    ImportClient other(server, server.admin_key());
    const Imported imported = other.Import(items, {.items_a_chunk = items_a_chunk});
    EXPECT_EQ(imported.response.counts().refused(), 0);
    EXPECT_EQ(imported.response.counts().conflicts(), 0) << imported.planned[0].DebugString();
    EXPECT_EQ(other.Export(), file);
    // Neither does it find anything to do afterwards, here or there.
    for (ImportClient* client : {&other, &client_}) {
      const Imported again = client->Import(items, {.items_a_chunk = items_a_chunk});
      EXPECT_EQ(again.response.counts().unchanged(), static_cast<int64_t>(items.size()));
      EXPECT_EQ(client->Export(), file);
    }
  }
}

}  // namespace
}  // namespace lectern::testing
