#include "services/editing/three_way.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "lectern/v1/entry.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "services/editing/field_access.h"
#include "storage/engine/fault.h"

namespace lectern::editing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;

std::vector<std::string> Names(const std::vector<const FieldDescriptor*>& fields) {
  std::vector<std::string> names;
  for (const FieldDescriptor* field : fields) names.push_back(field->name());
  return names;
}

const FieldDescriptor* FieldOf(const std::string& name) { return v1::Entry::descriptor()->FindFieldByName(name); }

std::vector<const FieldDescriptor*> Fields(const Message& item, const std::vector<std::string>& paths = {}) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return FieldsOfItem(item, mask).value();
}

// A value of the publisher, and what becomes of it.
struct Case {
  const char* test_name;
  std::optional<std::string> last;  // nullopt: the last import is not known
  std::string file;
  std::string catalogue;
  std::string merged;
  bool differs, conflict, takes, leaves;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.test_name; }

class CompareOneField : public ::testing::TestWithParam<Case> {};

TEST_P(CompareOneField, TellsWhoChangedIt) {
  const Case& one = GetParam();
  v1::Entry last, file, catalogue;
  for (v1::Entry* entry : {&last, &file, &catalogue}) entry->add_title_lines("Title");
  last.set_publisher(one.last.value_or(""));
  file.set_publisher(one.file);
  catalogue.set_publisher(one.catalogue);
  const ThreeWay compared = CompareThreeWays(one.last ? &last : nullptr, file, catalogue, Fields(file));
  EXPECT_EQ(Text(*compared.merged, "publisher"), one.merged);
  EXPECT_EQ(compared.conflict, one.conflict);
  EXPECT_EQ(compared.takes, one.takes);
  EXPECT_EQ(compared.leaves, one.leaves);
  ASSERT_EQ(compared.differences.size(), one.differs ? 1U : 0U);
  if (!one.differs) return;
  EXPECT_EQ(compared.differences[0].field->name(), "publisher");
  EXPECT_EQ(compared.differences[0].conflict, one.conflict);
}

INSTANTIATE_TEST_SUITE_P(Publishers, CompareOneField,
                         ::testing::Values(
                             //   name                 last     file catalogue merged differs conflict takes leaves
                             Case{"NobodyChanged", "A", "A", "A", "A", false, false, false, false},
                             Case{"NobodyKnows", std::nullopt, "A", "A", "A", false, false, false, false},
                             Case{"TheFile", "A", "B", "A", "B", true, false, true, false},
                             Case{"TheFileEmptied", "A", "", "A", "", true, false, true, false},
                             Case{"TheFileFilled", "", "B", "", "B", true, false, true, false},
                             Case{"AnEditor", "A", "A", "C", "C", true, false, false, true},
                             Case{"AnEditorEmptied", "A", "A", "", "", true, false, false, true},
                             Case{"AnEditorFilled", "", "", "C", "C", true, false, false, true},
                             Case{"BothAlike", "A", "B", "B", "B", false, false, false, false},
                             Case{"BothEmptied", "A", "", "", "", false, false, false, false},
                             Case{"Both", "A", "B", "C", "C", true, true, false, true},
                             Case{"BothOneOfThemEmptied", "A", "B", "", "", true, true, false, true},
                             Case{"UnknownLastImport", std::nullopt, "A", "C", "C", true, true, false, true},
                             Case{"UnknownLastImportOfAnEmptyField", std::nullopt, "A", "", "", true, true, false,
                                  true}),
                         [](const auto& instance) { return instance.param.test_name; });

TEST(CompareThreeWays, MessagesAndListsAreComparedWhole) {
  v1::Entry last;
  last.add_title_lines("Title");
  last.add_passages()->set_text("one");
  last.mutable_published()->set_raw("June 2001");
  v1::Entry file = last, catalogue = last;
  file.add_passages()->set_text("two");
  catalogue.mutable_published()->set_edtf("2001-06");
  const ThreeWay compared = CompareThreeWays(&last, file, catalogue, Fields(file));
  EXPECT_FALSE(compared.conflict);
  EXPECT_TRUE(compared.takes);
  EXPECT_TRUE(compared.leaves);
  v1::Entry expected = catalogue;
  *expected.mutable_passages() = file.passages();
  EXPECT_EQ(compared.merged->SerializeAsString(), expected.SerializeAsString());
}

TEST(CompareThreeWays, OneConflictKeepsNoOtherFieldFromBeingTold) {
  v1::Entry last, file, catalogue;
  file.set_publisher("B");
  catalogue.set_publisher("C");
  file.set_section("ARTICLES");
  const ThreeWay compared = CompareThreeWays(&last, file, catalogue, Fields(file));
  EXPECT_TRUE(compared.conflict);
  ASSERT_EQ(compared.differences.size(), 2U);
  EXPECT_TRUE(compared.differences[0].conflict);
  EXPECT_EQ(compared.differences[1].field->name(), "section");
  EXPECT_FALSE(compared.differences[1].conflict);
}

TEST(CompareThreeWays, FieldsThatTheItemDoesNotSpeakOfStay) {
  v1::Entry last, file, catalogue;
  last.set_publisher("A");
  catalogue.set_publisher("A");
  file.set_section("ARTICLES");
  const ThreeWay compared = CompareThreeWays(&last, file, catalogue, Fields(file, {"section"}));
  EXPECT_EQ(Text(*compared.merged, "publisher"), "A");
  EXPECT_EQ(Text(*compared.merged, "section"), "ARTICLES");
  EXPECT_FALSE(compared.leaves);
}

// Random entries of few values, so that sides agree often.
class Any {
 public:
  explicit Any(uint64_t seed) : random_(seed) {}

  v1::Entry Entry() {
    v1::Entry entry;
    entry.add_title_lines(Word());
    entry.set_publisher(Word());
    entry.set_section(Word());
    entry.set_url(Word());
    if (random_() % 2 == 0) entry.mutable_published()->set_raw(Word());
    for (uint64_t i = random_() % 3; i > 0; --i) entry.add_passages()->set_text(Word());
    for (uint64_t i = random_() % 3; i > 0; --i) entry.add_notes(Word());
    entry.set_content_notes_assessed(random_() % 2 == 0);
    if (random_() % 2 == 0) entry.set_identity_risk(v1::IDENTITY_RISK_NAMED);
    return entry;
  }
  // `entry` with some of its fields as another one has them.
  v1::Entry Changed(v1::Entry entry) {
    const v1::Entry other = Entry();
    for (const char* name : {"title_lines", "publisher", "section", "url", "published", "passages", "notes",
                             "content_notes_assessed", "identity_risk"})
      if (random_() % 4 == 0) TakeFields(other, {FieldOf(name)}, entry);
    return entry;
  }

 private:
  std::string Word() {
    static const char* const kWords[] = {"", "a", "b"};
    return kWords[random_() % std::size(kWords)];
  }

  std::mt19937_64 random_;
};

std::string BytesOf(const v1::Entry& entry, const FieldDescriptor* field) {
  v1::Entry alone;
  TakeFields(entry, {field}, alone);
  return alone.SerializeAsString();
}

TEST(CompareThreeWays, HoldsForRandomEntries) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    Any any(seed);
    const v1::Entry last = any.Entry();
    const v1::Entry file = any.Changed(last);
    const v1::Entry catalogue = any.Changed(last);
    const auto fields = Fields(file);
    const ThreeWay compared = CompareThreeWays(&last, file, catalogue, fields);
    const auto& merged = static_cast<const v1::Entry&>(*compared.merged);
    std::set<std::string> told;
    bool conflict = false;
    for (const auto& difference : compared.differences) {
      told.insert(difference.field->name());
      conflict |= difference.conflict;
    }
    EXPECT_EQ(compared.conflict, conflict);
    for (int i = 0; i < v1::Entry::descriptor()->field_count(); ++i) {
      const FieldDescriptor* field = v1::Entry::descriptor()->field(i);
      SCOPED_TRACE(field->name());
      const std::string before = BytesOf(last, field), theirs = BytesOf(file, field), ours = BytesOf(catalogue, field);
      const bool spoken_of = std::find(fields.begin(), fields.end(), field) != fields.end();
      EXPECT_EQ(told.contains(field->name()), spoken_of && theirs != ours);
      // Taken is what only the file has changed; all else stays.
      EXPECT_EQ(BytesOf(merged, field), spoken_of && ours == before ? theirs : ours);
    }
    EXPECT_EQ(compared.takes, merged.SerializeAsString() != catalogue.SerializeAsString());
    // The same file again finds nothing to do, and nobody in its way, where it was not in conflict.
    if (conflict) continue;
    v1::Entry form = last;
    TakeFields(file, fields, form);
    const ThreeWay again = CompareThreeWays(&form, file, merged, Fields(file));
    EXPECT_FALSE(again.conflict);
    EXPECT_FALSE(again.takes);
    EXPECT_EQ(again.leaves, compared.leaves);
  }
}

TEST(FieldsOfItem, WithoutMaskAreWhatAnImportIsResponsibleFor) {
  v1::Entry entry;
  entry.mutable_provenance()->set_file("a.txt");
  const std::vector<std::string> names = Names(Fields(entry));
  EXPECT_THAT(names, IsSupersetOf({"title_lines", "publisher", "passages", "source_key", "rank"}));
  for (const char* name :
       {"name", "provenance", "revision", "etag", "update_time", "delete_time", "lifecycle", "review", "identity_risk",
        "redactions", "editor_notes", "content_notes", "themes", "link_state"})
    EXPECT_THAT(names, Not(Contains(name)));
}

TEST(FieldsOfItem, OfWhatEditorsDecideOnIsWhatTheItemStates) {
  v1::Entry entry;
  entry.set_editor_notes("notes");
  entry.set_lifecycle(v1::LIFECYCLE_PUBLISHED);
  entry.set_identity_risk(v1::IDENTITY_RISK_NONE);
  entry.mutable_review()->set_reviewer("library");
  entry.add_themes("themes/a");
  EXPECT_THAT(Names(Fields(entry)), IsSupersetOf({"editor_notes", "lifecycle", "identity_risk", "review", "themes"}));
}

TEST(FieldsOfItem, ADraftThatNobodyHasAssessedStatesNothing) {
  v1::Entry entry;
  entry.set_lifecycle(v1::LIFECYCLE_DRAFT);
  entry.set_identity_risk(v1::IDENTITY_RISK_NOT_ASSESSED);
  entry.mutable_review()->set_reviewer("library");
  for (const char* name : {"lifecycle", "identity_risk", "review"})
    EXPECT_THAT(Names(Fields(entry)), Not(Contains(name)));
}

TEST(FieldsOfItem, WithAMaskAreThoseInOrderOfTheirNumbers) {
  const v1::Entry entry;
  EXPECT_THAT(Names(Fields(entry, {"passages", "publisher", "identity_risk"})),
              ElementsAre("publisher", "passages", "identity_risk"));
  EXPECT_THAT(Names(Fields(entry, {"name", "provenance", "revision", "publisher"})), ElementsAre("publisher"));
  EXPECT_THAT(Names(Fields(entry, {"publisher", "publisher"})), ElementsAre("publisher"));
}

TEST(FieldsOfItem, UnknownPathsAreRefused) {
  for (const char* path : {"colour", "passages.text", ""}) {
    FieldMask mask;
    mask.add_paths(path);
    const auto fields = FieldsOfItem(v1::Entry(), mask);
    ASSERT_FALSE(fields.ok()) << path;
    EXPECT_EQ(ReasonOf(fields.status()), v1::ERROR_REASON_FIELD_INVALID) << path;
  }
}

TEST(Append, AddsWhatListsLackAndFillsWhatIsEmpty) {
  v1::Entry current;
  current.set_publisher("Kept");
  current.add_notes("one");
  current.add_accesses()->set_raw("2009");
  v1::Entry item;
  item.set_publisher("Other");
  item.set_section("ARTICLES");
  item.mutable_published()->set_raw("June 2001");
  item.add_notes("one");
  item.add_notes("two");
  item.add_accesses()->set_raw("2010");
  item.add_accesses()->set_raw("2009");
  Append(item, Fields(item), current);
  EXPECT_EQ(current.publisher(), "Kept");
  EXPECT_EQ(current.section(), "ARTICLES");
  EXPECT_EQ(current.published().raw(), "June 2001");
  EXPECT_THAT(current.notes(), ElementsAre("one", "two"));
  ASSERT_EQ(current.accesses_size(), 2);
  EXPECT_EQ(current.accesses(1).raw(), "2010");
  const std::string once = current.SerializeAsString();
  Append(item, Fields(item), current);
  EXPECT_EQ(current.SerializeAsString(), once) << "twice is not once";
}

TEST(Append, EmptiesNothing) {
  v1::Entry current;
  current.set_publisher("Kept");
  current.add_notes("one");
  const std::string before = current.SerializeAsString();
  Append(v1::Entry(), Fields(v1::Entry()), current);
  EXPECT_EQ(current.SerializeAsString(), before);
}

TEST(Append, ListsOfMessagesWithListsToo) {
  v1::TeacherResource current, item;
  current.add_equipment()->add_items("chalk");
  item.add_equipment()->add_items("paper");
  FieldMask mask;
  mask.add_paths("equipment");
  Append(item, FieldsOfItem(item, mask).value(), current);
  ASSERT_EQ(current.equipment_size(), 2);
  EXPECT_EQ(current.equipment(1).items(0), "paper");
}

TEST(TakeFields, TakesEmptyOnesTooAndNoOthers) {
  v1::Entry current;
  current.set_publisher("Gone");
  current.add_notes("gone");
  current.set_section("kept");
  v1::Entry item;
  item.set_section("not taken");
  item.add_title_lines("taken");
  TakeFields(item, {FieldOf("publisher"), FieldOf("notes"), FieldOf("title_lines")}, current);
  v1::Entry expected;
  expected.set_section("kept");
  expected.add_title_lines("taken");
  EXPECT_EQ(current.SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(item.title_lines(0), "taken") << "the item has lost it";
}

TEST(FieldAsJson, IsAnObjectOfTheFieldAlone) {
  v1::Entry entry;
  entry.set_publisher("P");
  entry.add_title_lines("T");
  EXPECT_EQ(FieldAsJson(entry, FieldOf("title_lines")), R"({"titleLines":["T"]})");
  EXPECT_EQ(FieldAsJson(entry, FieldOf("section")), "{}");
  EXPECT_EQ(entry.publisher(), "P");
}

}  // namespace
}  // namespace lectern::editing
