#include "storage/records/record_kind.h"

#include <set>

#include "gtest/gtest.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "storage/records/kinds.h"
#include "storage/records/likeness.h"
#include "storage/records/record_value.h"
#include "storage/records/sort_text.h"

namespace lectern::storage {
namespace {

TEST(RecordKind, NamesAndKeysMapOntoEachOther) {
  for (const char* name : {"entries/a1", "countries/be", "countries/be/pages/torture", "countries/be/hotlines/x-1",
                           "topics/torture", "themes/t", "teacherResources/r", "site"}) {
    const RecordKind* kind = FindKindByName(name);
    ASSERT_NE(kind, nullptr) << name;
    EXPECT_EQ(kind->NameOf(kind->KeyOf(name).value()), name);
  }
}

// ASCII goes a shorter way. What Unicode makes of it shows in a text with one letter more.
TEST(SortText, IsTheSameForAsciiAsAmongOtherLetters) {
  for (int c = 1; c < 128; ++c) {
    const std::string text = std::string("aB") + static_cast<char>(c) + "9z";
    EXPECT_EQ(SortText(text) + "\xc3\xa9", SortText(text + "\xc3\xa9")) << c;
    EXPECT_EQ(LettersAndDigits(text) + "\xc3\xa9", LettersAndDigits(text + "\xc3\xa9")) << c;
  }
  EXPECT_EQ(SortText(std::string(300, 'A')), std::string(256, 'a'));
}

TEST(RecordKind, RefusesWhatIsNoName) {
  for (const char* name : {"", "entries", "entries/", "entries/A", "entries/a/b", "entries/a b", "/entries/a",
                           "entries/a/", "countries/be/pages", "sites", "entries/\xc3\xa9"})
    EXPECT_EQ(FindKindByName(name), nullptr) << name;
  EXPECT_FALSE(EntryRecords().KeyOf("entries/" + std::string(64, 'a')));
  EXPECT_TRUE(EntryRecords().KeyOf("entries/" + std::string(63, 'a')));
  EXPECT_FALSE(EntryRecords().NameOf(CountryRecords().KeyOf("countries/be").value()));
}

TEST(RecordKind, NumbersOfIndexesAndKeyspacesAreUnique) {
  std::set<uint16_t> numbers;
  std::set<Keyspace> spaces;
  for (const RecordKind* kind : AllRecordKinds()) {
    EXPECT_TRUE(spaces.insert(kind->keyspace).second) << kind->plural;
    for (const IndexDefinition& index : kind->indexes) EXPECT_TRUE(numbers.insert(index.number).second) << index.number;
    // status and exact totals rest on it.
    ASSERT_FALSE(kind->StandardIndex().counted.empty()) << kind->plural;
    EXPECT_EQ(kind->StandardIndex().counted.front(), 0U) << kind->plural;
  }
}

TEST(RecordKind, ADefinitionHasAHashOfItsOwn) {
  std::set<uint64_t> hashes;
  const IndexDefinition base{.number = 1, .name = "a", .part_count = 1, .counted = {0}, .rows = nullptr};
  std::vector<IndexDefinition> changed(5, base);
  changed[1].name = "b";
  changed[2].version = 2;
  changed[3].part_count = 2;
  changed[4].counted = {0, 1};
  for (const IndexDefinition& index : changed) EXPECT_TRUE(hashes.insert(index.Hash()).second) << index.name;
}

v1::Entry SomeEntry() {
  v1::Entry entry;
  entry.set_name("entries/a");
  entry.set_country("countries/be");
  entry.set_topic("topics/torture");
  entry.set_rank("1");
  entry.set_source_key("key");
  entry.set_lifecycle(v1::LIFECYCLE_DRAFT);
  return entry;
}

TEST(Derive, DraftsStandInTheEditorsListingsAlone) {
  v1::Entry entry = SomeEntry();
  const std::string key = EntryRecords().KeyOf("entries/a").value();
  const DerivedRows draft = Derive(EntryRecords(), key, entry);
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  const DerivedRows published = Derive(EntryRecords(), key, entry);
  EXPECT_EQ(draft.rows.size(), 6U);       // page, topic, publisher, publish_time, source_key
  EXPECT_EQ(published.rows.size(), 11U);  // the first four for readers as well
  const IndexDefinition& page = EntryRecords().StandardIndex();
  EXPECT_FALSE(draft.counters.contains(CounterKey(page, Scope::kReaders, {})));
  for (const IndexParts& prefix :
       {IndexParts{}, IndexParts{"countries/be"}, IndexParts{"countries/be", "topics/torture"}})
    EXPECT_EQ(published.counters.at(CounterKey(page, Scope::kReaders, prefix)), 1);
}

TEST(Derive, ReadersOrderByWhatTheyCanRead) {
  v1::Entry entry = SomeEntry();
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_publisher("Anna Example");
  v1::Redaction* redaction = entry.add_redactions();
  redaction->set_field_path("publisher");
  redaction->set_end_byte(12);
  redaction->set_replacement("withheld");
  const std::string key = EntryRecords().KeyOf("entries/a").value();
  const DerivedRows derived = Derive(EntryRecords(), key, entry);
  const IndexDefinition& index = *EntryRecords().FindIndex(kEntriesByPublisher);
  EXPECT_TRUE(derived.rows.contains(IndexPrefix(index, Scope::kEditors, {"anna example"}) + key));
  EXPECT_TRUE(derived.rows.contains(IndexPrefix(index, Scope::kReaders, {"withheld"}) + key));
  EXPECT_FALSE(derived.rows.contains(IndexPrefix(index, Scope::kReaders, {"anna example"}) + key));
}

TEST(Derive, DeletedRecordsStandAmongTheDeletedAndKeepTheirSourceKey) {
  v1::Entry entry = SomeEntry();
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.mutable_delete_time()->set_seconds(1);
  const std::string key = EntryRecords().KeyOf("entries/a").value();
  const DerivedRows derived = Derive(EntryRecords(), key, entry);
  int deleted = 0;
  for (const auto& [row, value] : derived.rows) {
    if (row == UniqueKey(*EntryRecords().FindIndex(kBySourceKey), "key")) continue;
    EXPECT_EQ(row[kIndexHeadBytes - 1], static_cast<char>(Scope::kDeleted));
    EXPECT_EQ(value, key);
    ++deleted;
  }
  EXPECT_EQ(deleted, 5);
  for (const auto& [counter, count] : derived.counters)
    EXPECT_EQ(counter[kIndexHeadBytes - 1], static_cast<char>(Scope::kDeleted));
}

TEST(Derive, NamesInFieldsAreCountedForWhatTheyName) {
  v1::Entry entry = SomeEntry();
  entry.add_themes("themes/b");
  entry.add_themes("themes/b");
  const std::string key = EntryRecords().KeyOf("entries/a").value();
  const IndexDefinition& index = *EntryRecords().ReferenceIndex();
  const DerivedRows derived = Derive(EntryRecords(), key, entry);
  EXPECT_EQ(derived.counters.at(CounterKey(index, Scope::kEditors, {"themes/b"})), 1);
  EXPECT_EQ(derived.counters.at(CounterKey(index, Scope::kEditors, {"countries/be"})), 1);
  entry.mutable_delete_time()->set_seconds(1);
  EXPECT_FALSE(Derive(EntryRecords(), key, entry).counters.contains(CounterKey(index, Scope::kEditors, {"themes/b"})));
}

// The contract's numbering rule is what projections rest on (proto/lectern/v1/types.proto).
TEST(Contract, ResourcesFollowTheNumberingRule) {
  for (const RecordKind* kind : AllRecordKinds()) {
    const auto* descriptor = kind->prototype->GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const auto* field = descriptor->field(i);
      const bool stamp = field->name() == "revision" || field->name() == "etag" || field->name() == "update_time";
      EXPECT_EQ(field->number() >= kFirstStampField, stamp) << field->full_name();
      EXPECT_LE(field->number(), 1003) << field->full_name();
      const bool editors = field->name() == "provenance" || field->name() == "review" ||
                           field->name() == "editor_notes" || field->name() == "redactions" ||
                           field->name() == "identity_risk" || field->name() == "source_key";
      if (editors) {
        EXPECT_GE(field->number(), kFirstEditorField) << field->full_name();
      }
    }
  }
}

}  // namespace
}  // namespace lectern::storage
