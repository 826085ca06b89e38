// Versions: what values a key had.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using std::string_literals::operator""s;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class VersionsTest : public EngineTest {
 protected:
  // "value@revision", newest first.
  std::vector<std::string> Of(std::string_view key, std::optional<Revision> at = {},
                              std::optional<Revision> before = {}, size_t limit = 100) {
    const auto versions = MustOpen(engine(), at)->Versions(key, before, limit);
    EXPECT_TRUE(versions.ok()) << versions.status();
    std::vector<std::string> texts;
    for (const Value& value : *versions) {
      EXPECT_EQ(value.time(), engine().Transaction(value.revision())->time);
      texts.push_back(absl::StrCat(std::string(value.bytes()), "@", value.revision()));
    }
    return texts;
  }
};
LECTERN_CONFORMANCE_SUITE(VersionsTest);

TEST_P(VersionsTest, AreNewestFirst) {
  MustCommit(engine(), Puts({{"k", "a"}}));
  MustCommit(engine(), Puts({{"k", "b"}, {"j", "x"}, {"l", "x"}}));
  MustCommit(engine(), Deletes({"k"}));
  MustCommit(engine(), Puts({{"j", "y"}, {"l", "y"}}));
  MustCommit(engine(), Puts({{"k", "c"}}));
  for (const bool compacted : {false, true}) {
    if (compacted) {
      ASSERT_TRUE(engine().Compact().ok());
    }
    EXPECT_THAT(Of("k"), ElementsAre("c@5", "b@2", "a@1"));
    EXPECT_THAT(Of("j"), ElementsAre("y@4", "x@2"));
    EXPECT_THAT(Of("missing"), IsEmpty());
  }
  MustCommit(engine(), Deletes({"k"}));
  EXPECT_THAT(Of("k"), ElementsAre("c@5", "b@2", "a@1"));
}

TEST_P(VersionsTest, AreThoseUpToTheSnapshot) {
  MustCommit(engine(), Puts({{"k", "a"}}));
  MustCommit(engine(), Puts({{"k", "b"}}));
  MustCommit(engine(), Deletes({"k"}));
  MustCommit(engine(), Puts({{"k", "d"}}));
  EXPECT_THAT(Of("k", 0), IsEmpty());
  EXPECT_THAT(Of("k", 1), ElementsAre("a@1"));
  EXPECT_THAT(Of("k", 2), ElementsAre("b@2", "a@1"));
  EXPECT_THAT(Of("k", 3), ElementsAre("b@2", "a@1"));
  EXPECT_THAT(Of("k", 4), ElementsAre("d@4", "b@2", "a@1"));
  const auto held = MustOpen(engine());
  MustCommit(engine(), Puts({{"k", "e"}}));
  EXPECT_EQ(held->Versions("k", {}, 100)->size(), 3u);
}

TEST_P(VersionsTest, ComeInPages) {
  for (int i = 1; i <= 7; ++i) MustCommit(engine(), Puts({{"k", absl::StrCat(i)}, {"other", absl::StrCat(i)}}));
  EXPECT_THAT(Of("k", {}, {}, 0), IsEmpty());
  EXPECT_THAT(Of("k", {}, {}, 3), ElementsAre("7@7", "6@6", "5@5"));
  EXPECT_THAT(Of("k", {}, 5, 3), ElementsAre("4@4", "3@3", "2@2"));
  EXPECT_THAT(Of("k", {}, 2, 3), ElementsAre("1@1"));
  EXPECT_THAT(Of("k", {}, 1, 3), IsEmpty());
  // 0 is no bound, like none; nothing was written before anything.
  EXPECT_THAT(Of("k", {}, 0, 1), ElementsAre("7@7"));
  EXPECT_THAT(Of("k", {}, -1, 1), IsEmpty());
  // Whichever of the two bounds is the lower one counts.
  EXPECT_THAT(Of("k", 4, 7, 2), ElementsAre("4@4", "3@3"));
  EXPECT_THAT(Of("k", 6, 4, 2), ElementsAre("3@3", "2@2"));
  EXPECT_THAT(Of("k", 6, 1000, 2), ElementsAre("6@6", "5@5"));
}

TEST_P(VersionsTest, OfOneKeyAndNoneOfItsNeighbours) {
  const std::vector<std::string> keys = {"\0"s, "a", "a\0"s, "a\0\0"s, "a\0\xff"s, "a\x01", "a\xff", "aa", "b", "\xff"};
  for (int version = 1; version <= 3; ++version)
    for (const std::string& key : keys) MustCommit(engine(), Puts({{key, absl::StrCat(version, key)}}));
  for (size_t i = 0; i < keys.size(); ++i) {
    std::vector<std::string> expected;
    for (int version = 3; version >= 1; --version)
      expected.push_back(absl::StrCat(version, keys[i], "@", (version - 1) * keys.size() + i + 1));
    EXPECT_EQ(Of(keys[i]), expected);
  }
}

TEST_P(VersionsTest, OfAPermanentKeyAreAllThere) {
  StoreSettings settings;
  settings.history = absl::ZeroDuration();
  settings.permanent = [](std::string_view key) { return key == "permanent"; };
  Reopen(settings);
  for (int i = 1; i <= 20; ++i) MustCommit(engine(), Puts({{"permanent", absl::StrCat(i)}, {"k", absl::StrCat(i)}}));
  ASSERT_GT(engine().Oldest(), 10);
  ASSERT_TRUE(engine().Compact().ok());
  EXPECT_EQ(Of("permanent").size(), 20u);
  // Of another, all since the oldest revision that can be opened.
  const auto left = MustOpen(engine())->Versions("k", {}, 100);
  ASSERT_TRUE(left.ok()) << left.status();
  EXPECT_EQ(left->front().revision(), 20);
  EXPECT_LE(left->back().revision(), engine().Oldest());
  EXPECT_LT(left->size(), 20u);
}

TEST_P(VersionsTest, OutliveTheSnapshot) {
  MustCommit(engine(), Puts({{"k", std::string(50000, 'a')}}));
  MustCommit(engine(), Puts({{"k", std::string(50000, 'b')}}));
  ASSERT_TRUE(engine().Compact().ok());
  auto versions = *MustOpen(engine())->Versions("k", {}, 2);
  MustCommit(engine(), Deletes({"k"}));
  ASSERT_TRUE(engine().Compact().ok());
  EXPECT_EQ(versions[0].bytes(), std::string(50000, 'b'));
  EXPECT_EQ(versions[1].bytes(), std::string(50000, 'a'));
}

}  // namespace
}  // namespace lectern::storage
