// Staged imports over gRPC: what each action does, and references to items of the same import.
#include "tests/integration/import_world.h"

namespace lectern::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ImportActions : public ImportWorld {};
class ImportReferences : public ImportWorld {};

TEST_F(ImportActions, EachDoesItsOwn) {
  const std::string all = "publisher: 'P' section: 'S' notes: 'one'";
  // The action, what it comes to, and publisher, section and number of notes afterwards.
  struct Case {
    v1::ImportAction action;
    std::string outcome, publisher, section;
    int notes;
  };
  const std::vector<Case> cases = {{v1::IMPORT_ACTION_IMPORT, "UPDATED", "Q", "", 1},
                                   {v1::IMPORT_ACTION_APPEND, "UPDATED", "P", "S", 2},
                                   {v1::IMPORT_ACTION_REVISE, "UPDATED", "Q", "S", 1},
                                   {v1::IMPORT_ACTION_UPDATE, "UPDATED", "Q", "", 1},
                                   {v1::IMPORT_ACTION_REPLACE, "UPDATED", "Q", "", 1}};
  for (const Case& one : cases) {
    SCOPED_TRACE(v1::ImportAction_Name(one.action));
    // A title of its own as well: an absent entry of the same title would be taken for it.
    const std::string key = v1::ImportAction_Name(one.action);
    const std::string name = client_.Import({EntryItem(key, key, all)}).done[0].name();
    v1::ImportItem item = EntryItem(key, key, "publisher: 'Q' notes: 'two'");
    item.set_action(one.action);
    ExpectOutcomes(client_.Import({item}, {.source = "other " + key}), {one.outcome});
    const v1::Entry entry = client_.Get(name);
    EXPECT_EQ(entry.publisher(), one.publisher);
    EXPECT_EQ(entry.section(), one.section);
    EXPECT_EQ(entry.notes_size(), one.notes);
    EXPECT_EQ(entry.title_lines(0), key);
    ExpectOutcomes(client_.Import({item}, {.source = "other " + key}), {"UNCHANGED"});
  }
}

TEST_F(ImportActions, AnUpdateReplacesTheFieldsItSpeaksOf) {
  const std::string name =
      client_.Import({EntryItem("a", "A", "publisher: 'P' section: 'S' notes: 'one'")}).done[0].name();
  v1::ImportItem item = EntryItem("a", "Not taken", "publisher: 'Q'");
  item.set_action(v1::IMPORT_ACTION_UPDATE);
  item.mutable_fields()->add_paths("publisher");
  item.mutable_fields()->add_paths("notes");
  ExpectOutcomes(client_.Import({item}), {"UPDATED"});
  const v1::Entry entry = client_.Get(name);
  EXPECT_EQ(entry.publisher(), "Q");
  EXPECT_EQ(entry.section(), "S");
  EXPECT_EQ(entry.notes_size(), 0);
  EXPECT_EQ(entry.title_lines(0), "A");
}

TEST_F(ImportActions, DeletionIsDoneOnceAndCanBeUndone) {
  const std::string name = client_.Import({EntryItem("a", "A")}).done[0].name();
  v1::ImportItem item = Item("entry { source_key: 'a' } action: IMPORT_ACTION_DELETE");
  const std::string before = client_.Export();
  const Imported deleted = client_.Import({item}, {.source = "deletions"});
  ExpectOutcomes(deleted, {"DELETED"});
  EXPECT_EQ(deleted.done[0].name(), name);
  EXPECT_TRUE(client_.IsDeleted(name));
  ExpectOutcomes(client_.Import({item}, {.source = "deletions"}), {"UNCHANGED"});
  EXPECT_EQ(client_.Undo(deleted.operation).undone(), 1);
  EXPECT_EQ(client_.Export(), before);
}

TEST_F(ImportActions, DeletionOfWhatIsNotThereOrIsNamedByOthers) {
  client_.Import({Item("topic { name: 'topics/named' labels { language: 'en' text: 'L' } }"),
                  EntryItem("a", "A", "topic: 'topics/named'")});
  const Imported imported = client_.Import(
      {Item("topic { name: 'topics/named' } action: IMPORT_ACTION_DELETE"),
       Item("entry { source_key: 'none' } action: IMPORT_ACTION_DELETE"),
       Item("hotline { name: 'countries/be/hotlines/-' source_key: 'none' } action: IMPORT_ACTION_DELETE")},
      {.source = "deletions", .keep_going = true});
  ExpectOutcomes(imported, {"REFUSED", "UNCHANGED", "UNCHANGED"});
  EXPECT_EQ(ReasonIn(imported.done[0].refusal()), "RESOURCE_IN_USE");
}

TEST_F(ImportActions, ARevisionIsAnEditAndStaysSo) {
  const v1::ImportItem original = EntryItem("a", "A", "publisher: 'P' provenance { file: 'list.csv' }");
  const std::string name = client_.Import({original}).done[0].name();
  for (const auto action : {v1::IMPORT_ACTION_REVISE, v1::IMPORT_ACTION_REPLACE}) {
    SCOPED_TRACE(v1::ImportAction_Name(action));
    v1::ImportItem revised =
        EntryItem("a", "A", "publisher: '" + v1::ImportAction_Name(action) + "' provenance { file: 'mended.csv' }");
    revised.set_action(action);
    ExpectOutcomes(client_.Import({revised}, {.source = "mended"}), {"UPDATED"});
    ExpectOutcomes(client_.Import({original}), {"UNCHANGED"});
    EXPECT_EQ(client_.Get(name).publisher(), v1::ImportAction_Name(action));
  }
}

TEST_F(ImportReferences, ToItemsOfTheSameImport) {
  const Items items = {Item("topic { name: 'topics/new' labels { language: 'en' text: 'New' } }"),
                       Item("theme { name: 'themes/new' labels { language: 'en' text: 'New' } }"),
                       Item("country { name: 'countries/ke' }"),
                       Item("country_page { name: 'countries/ke/pages/new' topic: 'topics/new' }"),
                       Item("entry { name: 'entries/e1' title_lines: 'E' country: 'countries/ke' topic: 'topics/new' "
                            "themes: 'themes/new' }"),
                       Item("teacher_resource { name: 'teacherResources/t1' kind: TEACHER_RESOURCE_KIND_BACKGROUND "
                            "title: 'T' topic: 'topics/new' entry_references { entry: 'entries/e1' } }")};
  for (const size_t items_a_chunk : {size_t{128}, size_t{1}}) {
    SCOPED_TRACE(items_a_chunk);
    const Imported imported = client_.Import(items, {.items_a_chunk = items_a_chunk});
    ExpectOutcomes(imported, std::vector<std::string>(items.size(), "CREATED"));
    EXPECT_EQ(imported.response.kinds_size(), 6);
    EXPECT_THAT(client_.Undo(imported.operation).conflicts(), IsEmpty());
  }
  // Not to items behind it.
  for (const size_t items_a_chunk : {size_t{128}, size_t{1}}) {
    const Imported behind =
        client_.Import({items[4], items[0], items[1], items[2]}, {.keep_going = true, .items_a_chunk = items_a_chunk});
    ExpectOutcomes(behind, {"REFUSED", "CREATED", "CREATED", "CREATED"});
    client_.Undo(behind.operation);
  }
}

TEST_F(ImportReferences, AHotlineKnowsItsEntryByKey) {
  const auto hotline = [](const std::string& key, const std::string& of) {
    return Item("hotline { name: 'countries/be/hotlines/-' source_key: '" + key +
                "' display_name: 'H' numbers { dial: "
                "'116 000' } } source_entry_key: '" +
                of + "'");
  };
  const std::string there = client_.Import({EntryItem("there", "T")}, {.source = "earlier"}).done[0].name();
  for (const size_t items_a_chunk : {size_t{128}, size_t{1}}) {
    SCOPED_TRACE(items_a_chunk);
    const std::string suffix = std::to_string(items_a_chunk);
    const Imported imported =
        client_.Import({EntryItem("new" + suffix, "N" + suffix), hotline("h1" + suffix, "new" + suffix),
                        hotline("h2" + suffix, "there"), hotline("h3" + suffix, "none")},
                       {.source = "list " + suffix, .keep_going = true, .items_a_chunk = items_a_chunk});
    ExpectOutcomes(imported, {"CREATED", "CREATED", "CREATED", "REFUSED"});
    EXPECT_EQ(ReasonIn(imported.done[3].refusal()), "REFERENCE_NOT_FOUND");
    const std::string file = client_.Export();
    EXPECT_THAT(file, AllOf(HasSubstr("\"sourceEntry\":\"" + imported.done[0].name() + "\""),
                            HasSubstr("\"sourceEntry\":\"" + there + "\"")));
  }
}

}  // namespace
}  // namespace lectern::testing
