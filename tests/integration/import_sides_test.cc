// Imports of what is there already: three sides, what is recognised, absent, or there twice.
#include "lectern/v1/erasure_service.grpc.pb.h"
#include "tests/integration/import_world.h"

namespace lectern::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ImportSides : public ImportWorld {
 protected:
  // The first import of `item`; its entry's name.
  std::string Bring(const v1::ImportItem& item, const ImportOrder& order = {}) {
    const Imported imported = client_.Import({item}, order);
    ExpectOutcomes(imported, {"CREATED"});
    return imported.done.at(0).name();
  }
  std::string Again(const v1::ImportItem& item, const ImportOrder& order = {}) {
    return OutcomesOf(client_.Import({item}, order).done).at(0);
  }
  void Expunge(const std::string& name, const std::string& text) {
    v1::ExpungeRequest request;
    request.set_name(name);
    request.set_text(text);
    const auto stub = v1::ErasureService::NewStub(client_.channel());
    client_.MustCall(*stub, &v1::ErasureService::Stub::Expunge, request);
  }
  void Redact(const std::string& name, const std::string& text) {
    v1::RedactRequest request;
    request.set_name(name);
    request.set_text(text);
    const auto stub = v1::ErasureService::NewStub(client_.channel());
    client_.MustCall(*stub, &v1::ErasureService::Stub::Redact, request);
  }
};
class ImportRecognition : public ImportSides {};
class ImportDuplicates : public ImportSides {};
class ImportPublication : public ImportSides {};
class ImportErasure : public ImportSides {};

TEST_F(ImportSides, AnEditorsChangeStaysAndTheFilesIsTaken) {
  const std::string name = Bring(EntryItem("a", "A", "publisher: 'P' section: 'S'"));
  client_.SetPublisher(name, "Mended");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P' section: 'S'")), "UNCHANGED");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P' section: 'T'")), "UPDATED");
  v1::Entry entry = client_.Get(name);
  EXPECT_EQ(entry.publisher(), "Mended");
  EXPECT_EQ(entry.section(), "T");
  // The third import compares with what the second one brought.
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P' section: 'T'")), "UNCHANGED");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P' section: 'U'")), "UPDATED");
  entry = client_.Get(name);
  EXPECT_EQ(entry.publisher(), "Mended");
  EXPECT_EQ(entry.section(), "U");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'Q' section: 'U'")), "CONFLICT");
  EXPECT_EQ(client_.Get(name).publisher(), "Mended");
  // The file comes to what the editor said: no conflict any more.
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'Mended' section: 'U'")), "UNCHANGED");
}

TEST_F(ImportSides, AConflictTellsAllThreeAndWritesNothing) {
  const std::string name = Bring(EntryItem("a", "A", "publisher: 'P' section: 'S'"));
  const int64_t revision = client_.SetPublisher(name, "Mended").revision();
  const Imported imported = client_.Import({EntryItem("a", "A", "publisher: 'Q' section: 'T'")});
  ExpectOutcomes(imported, {"CONFLICT"});
  EXPECT_EQ(client_.Get(name).revision(), revision);
  EXPECT_EQ(imported.response.counts().conflicts(), 1);
  ASSERT_THAT(imported.planned[0].changes(), SizeIs(2));
  const v1::FieldChange& publisher = imported.planned[0].changes(0);
  EXPECT_EQ(publisher.field(), "publisher");
  EXPECT_EQ(publisher.last_import(), R"({"publisher":"P"})");
  EXPECT_EQ(publisher.file(), R"({"publisher":"Q"})");
  EXPECT_EQ(publisher.catalogue(), R"({"publisher":"Mended"})");
  EXPECT_TRUE(publisher.conflict());
  EXPECT_EQ(imported.planned[0].changes(1).field(), "section");
  EXPECT_FALSE(imported.planned[0].changes(1).conflict());
  EXPECT_THAT(imported.done[0].changes(), IsEmpty());
}

TEST_F(ImportSides, AnEditorsChangeOutsideTheFieldsOfAListStaysForTheNextOne) {
  const std::string name = Bring(EntryItem("a", "A", "publisher: 'P' section: 'S'"));
  client_.SetPublisher(name, "Mended");
  v1::ImportItem list = EntryItem("a", "A", "section: 'T'");
  list.mutable_fields()->add_paths("section");
  EXPECT_EQ(Again(list), "UPDATED");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P' section: 'T'")), "UNCHANGED");
  EXPECT_EQ(client_.Get(name).publisher(), "Mended");
}

TEST_F(ImportSides, WhatEditorsDecideOnIsNeverTakenBackByAFileThatStatesItLater) {
  const std::string name = Bring(EntryItem("a", "A", "section: 'S'"));
  v1::Entry named;
  named.set_name(name);
  named.set_identity_risk(v1::IDENTITY_RISK_NAMED);
  client_.Edit(named);
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'T'")), "UPDATED");
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'T' identity_risk: IDENTITY_RISK_NONE")), "CONFLICT");
  EXPECT_EQ(client_.Get(name).identity_risk(), v1::IDENTITY_RISK_NAMED);
}

TEST_F(ImportSides, WhatNoImportBroughtIsInConflictWhereItDiffers) {
  v1::BatchUpsertEntriesRequest request;
  *request.add_items()->mutable_entry() = EntryItem("a", "A", "publisher: 'P'").entry();
  const std::string name = client_.Upsert(request).results(0).name();
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'Q'")), "CONFLICT");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P'")), "UNCHANGED");
  EXPECT_EQ(client_.Get(name).publisher(), "P");
}

TEST_F(ImportSides, WhatWasDeletedHereIsNotBroughtBack) {
  const std::string name = Bring(EntryItem("a", "A", "publisher: 'P'"));
  client_.Delete(name);
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'Q'")), "CONFLICT");
  EXPECT_EQ(Again(EntryItem("a", "A", "publisher: 'P'")), "UNCHANGED");
  EXPECT_TRUE(client_.IsDeleted(name));
}

TEST_F(ImportSides, TwoImportsAtOnce) {
  const std::string one = client_.Planned({EntryItem("a", "A"), EntryItem("b", "B")});
  const std::string two = client_.Planned({EntryItem("b", "B"), EntryItem("c", "C")}, {.source = "other"});
  ImportClient::Must(client_.TryCommit(one));
  ImportClient::Must(client_.TryCommit(two));
  client_.Await(one, v1::IMPORT_STATE_COMMITTED);
  client_.Await(two, v1::IMPORT_STATE_COMMITTED);
  std::vector<std::string> outcomes = OutcomesOf(client_.List(one));
  for (const std::string& outcome : OutcomesOf(client_.List(two))) outcomes.push_back(outcome);
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "CREATED"), 3);
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "UNCHANGED"), 1);
  EXPECT_EQ(client_.MustCall(client_.entries(), &v1::EntryService::Stub::ListEntries, {}).total_size(), 3);
}

TEST_F(ImportRecognition, ACorrectedTitleKeepsItsEntry) {
  const std::string passage = "passages { text: 'Some words that only this source has.' }";
  const Imported first = client_.Import({EntryItem("key of Titel", "Titel", passage), EntryItem("b", "B")});
  const Imported second = client_.Import({EntryItem("key of Title", "Title", passage), EntryItem("b", "B")});
  ExpectOutcomes(second, {"UPDATED", "UNCHANGED"});
  EXPECT_EQ(second.done[0].name(), first.done[0].name());
  EXPECT_EQ(second.plan.counts().absent(), 0);
  EXPECT_EQ(client_.Get(first.done[0].name()).title_lines(0), "Title");
  EXPECT_EQ(client_.Get(first.done[0].name()).source_key(), "key of Title");
  EXPECT_THAT(second.planned[0].changes(), Not(IsEmpty()));
}

TEST_F(ImportRecognition, AlsoWhereTheSameImportBringsWhatItNamesNow) {
  const std::string passage = "passages { text: 'Some words that only this source has.' }";
  const Imported first = client_.Import({EntryItem("k1", "Titel", passage)});
  const Imported second = client_.Import({Item("theme { name: 'themes/new' labels { language: 'en' text: 'L' } }"),
                                          EntryItem("k2", "Title", passage + " themes: 'themes/new'")},
                                         {.items_a_chunk = 1});
  ExpectOutcomes(second, {"CREATED", "UPDATED"});
  EXPECT_EQ(second.done[1].name(), first.done[0].name());
}

TEST_F(ImportRecognition, NotWhereTheOldOneIsStillInTheFileOrSeveralCouldBeIt) {
  const std::string passage = "passages { text: 'Some words that several sources have.' }";
  client_.Import({EntryItem("a", "A", passage)});
  ExpectOutcomes(client_.Import({EntryItem("a", "A", passage), EntryItem("b", "B", passage)}),
                 {"UNCHANGED", "CREATED"});
  const Imported both = client_.Import({EntryItem("c", "C", passage)});
  EXPECT_EQ(both.done[0].outcome(), v1::IMPORT_OUTCOME_CREATED);
  EXPECT_EQ(both.plan.counts().absent(), 2);
}

TEST_F(ImportRecognition, WhatIsAbsentIsReportedAndStays) {
  const Imported first = client_.Import({EntryItem("a", "A"), EntryItem("b", "B"), EntryItem("c", "C")});
  client_.Import({EntryItem("d", "D")}, {.source = "other list"});
  const Imported second = client_.Import({EntryItem("b", "B")});
  ExpectOutcomes(second, {"UNCHANGED", "ABSENT", "ABSENT"});
  EXPECT_EQ(second.response.counts().absent(), 2);
  std::set<std::string> absent;
  for (size_t i = 1; i < 3; ++i) {
    EXPECT_EQ(second.done[i].item(), -1);
    absent.insert(second.done[i].name());
  }
  EXPECT_EQ(absent, (std::set<std::string>{first.done[0].name(), first.done[2].name()}));
  for (const std::string& name : absent) EXPECT_EQ(client_.CodeOfGet(name), grpc::StatusCode::OK);
}

TEST_F(ImportRecognition, WhatIsRefusedNowIsNotAbsent) {
  client_.Import({EntryItem("a", "A", "passages { text: 'Some words.' }"),
                  Item("hotline { name: 'countries/be/hotlines/-' "
                       "source_key: 'h' display_name: 'H' numbers { dial: '112' } }")});
  const Imported second = client_.Import(
      {EntryItem("a", "A", "url: 'no address' passages { text: 'Some words.' }"),
       Item("hotline { name: 'countries/be/hotlines/-' source_key: 'h' chat_url: 'no address' display_name: 'H' }"),
       EntryItem("b", "B", "passages { text: 'Some words.' }")},
      {.keep_going = true});
  ExpectOutcomes(second, {"REFUSED", "REFUSED", "CREATED"});
}

TEST_F(ImportRecognition, APartOfTheSourceIsMissedByItselfAlone) {
  v1::ImportItem one = EntryItem("a", "A"), two = EntryItem("b", "B");
  one.set_source("page one");
  two.set_source("page two");
  client_.Import({one, two});
  ExpectOutcomes(client_.Import({one}), {"UNCHANGED"});
  v1::ImportItem other = EntryItem("c", "C");
  other.set_source("page two");
  ExpectOutcomes(client_.Import({other}), {"CREATED", "ABSENT"});
}

TEST_F(ImportDuplicates, AreShownAndMergedWhenAsked) {
  const std::string there = Bring(EntryItem("a", "The Report", "publisher: 'Agency' accesses { raw: '2009' }"));
  const Items items = {EntryItem("b", "the report.", "publisher: 'AGENCY' section: 'S' accesses { raw: '2010' }"),
                       EntryItem("c", "The Report", "publisher: 'Others'"),
                       EntryItem("d", "Else", "publisher: 'Agency'")};
  const ImportOrder order{.source = "other list", .merges = {{0, there}}};
  const Imported merged = client_.Import(items, order);
  EXPECT_EQ(merged.plan.duplicates(), 1);
  EXPECT_THAT(merged.planned[0].duplicates(), ElementsAre(there));
  EXPECT_THAT(merged.planned[1].duplicates(), IsEmpty());
  EXPECT_THAT(OutcomesOf(merged.planned), ElementsAre("CREATED", "CREATED", "CREATED"));
  EXPECT_THAT(OutcomesOf(merged.done), ElementsAre("MERGED", "CREATED", "CREATED"));
  EXPECT_EQ(merged.done[0].name(), there);
  const v1::Entry entry = client_.Get(there);
  EXPECT_EQ(entry.title_lines(0), "The Report");
  EXPECT_EQ(entry.publisher(), "Agency");
  EXPECT_EQ(entry.section(), "S");
  ASSERT_EQ(entry.accesses_size(), 2);
  EXPECT_THAT(entry.merged_source_keys(), ElementsAre("b"));
  // From then on it is recognised as that entry, by both lists.
  ExpectOutcomes(client_.Import(items, {.source = "other list"}), {"UNCHANGED", "UNCHANGED", "UNCHANGED"});
  EXPECT_EQ(Again(EntryItem("a", "The Report", "publisher: 'Agency' accesses { raw: '2009' }")), "UNCHANGED");
  EXPECT_EQ(client_.Undo(merged.operation).conflict_count(), 0);
  EXPECT_THAT(client_.Get(there).merged_source_keys(), IsEmpty());
}

TEST_F(ImportDuplicates, AreFoundAloneOnRequest) {
  const std::string there = Bring(EntryItem("a", "The Report", "publisher: 'Agency'"));
  const std::string operation =
      client_.Planned({EntryItem("b", "The Report", "publisher: 'Agency'"), EntryItem("c", "C")}, {.source = "other"});
  EXPECT_THAT(client_.List(operation, {v1::IMPORT_OUTCOME_REFUSED}), IsEmpty());
  const Results found = client_.List(operation, {v1::IMPORT_OUTCOME_REFUSED}, 1000, true);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].duplicates(), ElementsAre(there));
}

TEST_F(ImportDuplicates, AListThatHoldsASourceTwiceCanStillBeImported) {
  const Items first = {EntryItem("a", "The Report", "publisher: 'Agency'")};
  const std::string there = client_.Import(first).done[0].name();
  Items second = first;
  second.push_back(EntryItem("b", "The Report", "publisher: 'Agency'"));
  const Imported merged = client_.Import(second, {.merges = {{1, there}}, .items_a_chunk = 1});
  EXPECT_THAT(OutcomesOf(merged.done), ElementsAre("UNCHANGED", "MERGED"));
  for (const size_t items_a_chunk : {size_t{128}, size_t{1}}) {
    SCOPED_TRACE(items_a_chunk);
    ExpectOutcomes(client_.Import(second, {.items_a_chunk = items_a_chunk}), {"UNCHANGED", "UNCHANGED"});
  }
}

TEST_F(ImportDuplicates, WhatCannotBeMergedIsSaid) {
  const std::string there = Bring(EntryItem("a", "A"));
  const std::string operation = client_.Planned({EntryItem("b", "B"), EntryItem("c", "C")}, {.source = "other"});
  using Merges = std::vector<std::pair<int64_t, std::string>>;
  for (const Merges& merges : {Merges{{2, there}}, Merges{{-1, there}}, Merges{{0, "countries/be"}},
                               Merges{{0, there}, {0, there}}, Merges{{0, there}, {1, there}}})
    EXPECT_EQ(ReasonIn(client_.TryCommit(operation, {.merges = merges})), "FIELD_INVALID") << merges[0].first;
  EXPECT_THAT(client_.TryCommit(operation, {.merges = {{0, "countries/be"}}}).error_message(),
              HasSubstr("merges[0].into"));
  ImportClient::Must(client_.TryCommit(operation, {.merges = {{0, "entries/none"}, {1, there}}}));
  client_.Await(operation, v1::IMPORT_STATE_COMMITTED);
  EXPECT_THAT(OutcomesOf(client_.List(operation)), ElementsAre("REFUSED", "MERGED"));
}

TEST_F(ImportPublication, AppliesToAllButHotlines) {
  const Items items = {EntryItem("a", "A"),
                       Item("country_page { name: 'countries/be/pages/torture' topic: 'topics/torture' }"),
                       Item("teacher_resource { source_key: 't' kind: TEACHER_RESOURCE_KIND_BACKGROUND title: 'T' }"),
                       Item("hotline { name: 'countries/be/hotlines/-' source_key: 'h' display_name: 'H' numbers { "
                            "dial: '112' } }")};
  ExpectOutcomes(client_.Import(items, {.publish = true}), {"CREATED", "CREATED", "CREATED", "CREATED"});
  int published = 0, drafts = 0;
  for (const v1::ImportItem& item : ImportClient::Read(client_.Export())) {
    drafts += item.hotline().lifecycle() == v1::LIFECYCLE_DRAFT ? 1 : 0;
    published += item.entry().lifecycle() == v1::LIFECYCLE_PUBLISHED ? 1 : 0;
    published += item.country_page().lifecycle() == v1::LIFECYCLE_PUBLISHED ? 1 : 0;
    published += item.teacher_resource().lifecycle() == v1::LIFECYCLE_PUBLISHED ? 1 : 0;
  }
  EXPECT_EQ(drafts, 1);
  EXPECT_EQ(published, 3);
  ExpectOutcomes(client_.Import(items, {.publish = true}), {"UNCHANGED", "UNCHANGED", "UNCHANGED", "UNCHANGED"});
}

TEST_F(ImportPublication, AReimportWithoutNeverUnpublishes) {
  const std::string name = Bring(EntryItem("a", "A", "section: 'S'"), {.publish = true});
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'S'")), "UNCHANGED");
  const std::string draft = "lifecycle: LIFECYCLE_DRAFT identity_risk: IDENTITY_RISK_NOT_ASSESSED";
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'S' " + draft)), "UNCHANGED");
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'T' " + draft)), "UPDATED");
  const v1::Entry entry = client_.Get(name);
  EXPECT_EQ(entry.section(), "T");
  EXPECT_EQ(entry.lifecycle(), v1::LIFECYCLE_PUBLISHED);
  EXPECT_EQ(entry.identity_risk(), v1::IDENTITY_RISK_NONE);
  EXPECT_EQ(entry.review().reviewer(), "library");
}

TEST_F(ImportPublication, OfWhatCameAsADraftIsALaterUpdate) {
  const std::string name = Bring(EntryItem("a", "A"));
  EXPECT_EQ(Again(EntryItem("a", "A"), {.publish = true}), "UPDATED");
  EXPECT_EQ(client_.Get(name).lifecycle(), v1::LIFECYCLE_PUBLISHED);
}

TEST_F(ImportErasure, ARedactedTextIsLeftAloneAndTheRestTaken) {
  const std::string name = Bring(EntryItem("a", "A", "passages { text: 'She was called Somebody.' }"));
  Redact(name, "Somebody");
  EXPECT_EQ(Again(EntryItem("a", "A", "passages { text: 'She was called Somebody' }")), "CONFLICT");
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'S' passages { text: 'She was called Somebody.' }")), "UPDATED");
  const v1::Entry entry = client_.Get(name);
  EXPECT_EQ(entry.redactions_size(), 1);
  EXPECT_EQ(entry.section(), "S");
}

TEST_F(ImportErasure, AnExpungedTextIsNeverBroughtBack) {
  const std::string text = "passages { text: 'She was called Somebody.' }";
  const std::string name = Bring(EntryItem("a", "A", "section: 'S' " + text));
  // Also out of what is kept of the last import beside an editor's change.
  client_.SetPublisher(name, "Mended");
  EXPECT_EQ(Again(EntryItem("a", "A", "section: 'T' " + text)), "UPDATED");
  Expunge(name, "Somebody");
  EXPECT_THAT(client_.Export(), Not(HasSubstr("Somebody")));
  for (const char* section : {"T", "U"}) {
    const Imported again = client_.Import({EntryItem("a", "A", "section: '" + std::string(section) + "' " + text)});
    ExpectOutcomes(again, {"CONFLICT"});
    EXPECT_THAT(client_.Export(), Not(HasSubstr("Somebody")));
  }
}

}  // namespace
}  // namespace lectern::testing
