// Snapshots: the store as it was at one revision.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/engine/memory_only.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using SnapshotTest = EngineTest;
LECTERN_CONFORMANCE_SUITE(SnapshotTest);

using std::string_literals::operator""s;

Rows Reversed(Rows rows) {
  std::reverse(rows.begin(), rows.end());
  return rows;
}

TEST_P(SnapshotTest, StaysAsItWasWhileTheStoreGoesOn) {
  StoreSettings settings;
  settings.compact_patience = absl::ZeroDuration();
  Reopen(settings);
  MustCommit(engine(), Puts({{"a", "1"}, {"b", "1"}}));
  const auto snapshot = MustOpen(engine());
  MustCommit(engine(), Puts({{"a", "2"}, {"c", "2"}}));
  MustCommit(engine(), Deletes({"b"}));
  EXPECT_FALSE(engine().Compact().ok());  // moves rows about all the same
  EXPECT_EQ(snapshot->revision(), 1);
  EXPECT_EQ(Walk(*snapshot), (Rows{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(Read(*snapshot, "a"), "1");
  EXPECT_EQ(Read(*snapshot, "c"), std::nullopt);
  EXPECT_EQ(Walk(*MustOpen(engine())), (Rows{{"a", "2"}, {"c", "2"}}));
}

TEST_P(SnapshotTest, RefusesWhatIsStillToCome) {
  MustCommit(engine(), Puts({{"a", "1"}}));
  for (const Revision at : {Revision{2}, Revision{1} << 60, Revision{-1}})
    EXPECT_THAT(engine().OpenSnapshot(at),
                FailsWith(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID));
}

TEST_P(SnapshotTest, DeletedAndMadeAgain) {
  MustCommit(engine(), Puts({{"k", "1"}}));
  MustCommit(engine(), Deletes({"k"}));
  MustCommit(engine(), Puts({{"other", "x"}}));
  MustCommit(engine(), Puts({{"k", "4"}}));
  MustCommit(engine(), Deletes({"k"}));
  const std::optional<std::string> expected[] = {std::nullopt, "1", std::nullopt, std::nullopt, "4", std::nullopt};
  for (Revision at = 0; at <= 5; ++at) {
    const auto snapshot = MustOpen(engine(), at);
    EXPECT_EQ(Read(*snapshot, "k"), expected[at]) << at;
    EXPECT_EQ(Walk(*snapshot, {"k", "l"}).size(), expected[at] ? 1u : 0u) << at;
    EXPECT_EQ(Walk(*snapshot, {"k", "l"}, Direction::kBackward).size(), expected[at] ? 1u : 0u) << at;
  }
}

TEST_P(SnapshotTest, BytesThatEscapingCouldGetWrong) {
  // In byte order; 0x00, 0x01 and 0xff are what a code for keys uses for itself.
  const std::vector<std::string> keys = {
      "\0"s,    "\0\0"s,    "\0\x01"s, "\0\xff"s,  "\x01"s,      "a", "a\0"s,  "a\0\0"s,  "a\0\x01"s, "a\0\xff"s,
      "a\x01"s, "a\x01\0"s, "a\xff"s,  "a\xff\0"s, "a\xff\xff"s, "b", "\xff"s, "\xff\0"s, "\xff\xff"s};
  Rows old_rows, new_rows;
  for (const std::string& key : keys) old_rows.emplace_back(key, "old " + key);
  for (const std::string& key : keys) new_rows.emplace_back(key, "new " + key);
  MustCommit(engine(), Puts(old_rows));
  MustCommit(engine(), Deletes(keys));
  MustCommit(engine(), Puts(new_rows));
  for (const bool compacted : {false, true}) {
    if (compacted) {
      ASSERT_TRUE(engine().Compact().ok());
    }
    EXPECT_EQ(Walk(*MustOpen(engine(), 1)), old_rows);
    EXPECT_EQ(Walk(*MustOpen(engine(), 2)), Rows());
    EXPECT_EQ(Walk(*MustOpen(engine(), 3)), new_rows);
    EXPECT_EQ(Walk(*MustOpen(engine(), 1), {}, Direction::kBackward), Reversed(old_rows));
    EXPECT_EQ(Walk(*MustOpen(engine(), 3), {}, Direction::kBackward), Reversed(new_rows));
  }
  // Every pair of keys as the bounds of a range.
  const auto past = MustOpen(engine(), 1);
  const auto current = MustOpen(engine());
  for (size_t from = 0; from < keys.size(); ++from)
    for (size_t to = 0; to < keys.size(); ++to) {
      const size_t end = std::max(from, to);
      const KeyRange range{keys[from], keys[to]};
      const Rows old_part(old_rows.begin() + from, old_rows.begin() + end);
      const Rows new_part(new_rows.begin() + from, new_rows.begin() + end);
      EXPECT_EQ(Walk(*past, range), old_part) << from << " " << to;
      EXPECT_EQ(Walk(*past, range, Direction::kBackward), Reversed(old_part)) << from << " " << to;
      EXPECT_EQ(Walk(*current, range), new_part) << from << " " << to;
      EXPECT_EQ(Walk(*current, range, Direction::kBackward), Reversed(new_part)) << from << " " << to;
    }
}

TEST_P(SnapshotTest, BoundsNeedNotBeKeys) {
  MustCommit(engine(), Puts({{"b", "1"}, {"d", "1"}, {"f", "1"}}));
  MustCommit(engine(), Puts({{"b", "2"}, {"d", "2"}, {"f", "2"}}));
  for (const Revision at : {1, 2}) {
    const auto snapshot = MustOpen(engine(), at);
    const std::string v = absl::StrCat(at);
    EXPECT_EQ(Walk(*snapshot, {"c", "e"}), (Rows{{"d", v}}));
    EXPECT_EQ(Walk(*snapshot, {"c", "d"}), Rows());
    EXPECT_EQ(Walk(*snapshot, {"", "d"}, Direction::kBackward), (Rows{{"b", v}}));
    EXPECT_EQ(Walk(*snapshot, {"c", ""}, Direction::kBackward), (Rows{{"f", v}, {"d", v}}));
    EXPECT_EQ(Walk(*snapshot, {"g", ""}), Rows());
    EXPECT_EQ(Walk(*snapshot, {"e", "c"}), Rows());
    EXPECT_EQ(Walk(*snapshot, {"e", "c"}, Direction::kBackward), Rows());
  }
}

TEST_P(SnapshotTest, ManyVersionsOfOneKey) {
  constexpr Revision kVersions = 600;
  std::vector<CommitRequest> requests;
  for (Revision i = 1; i <= kVersions; ++i)
    requests.push_back(Puts({{"k", absl::StrCat(i)}, {i % 2 == 0 ? "before" : "zafter", absl::StrCat(i)}}));
  CommitAll(engine(), std::move(requests));
  for (Revision at = 1; at <= kVersions; at += 37) {
    const auto snapshot = MustOpen(engine(), at);
    EXPECT_EQ(Read(*snapshot, "k"), absl::StrCat(at));
    EXPECT_EQ(Walk(*snapshot, {"k", "l"}), (Rows{{"k", absl::StrCat(at)}}));
    EXPECT_EQ(Walk(*snapshot, {}, Direction::kBackward), Reversed(Walk(*snapshot)));
  }
}

TEST_P(SnapshotTest, MultiGetAnswersInTheKeysOrder) {
  MustCommit(engine(), Puts({{"a", "1"}, {"b", "1"}, {"gone", "1"}}));
  MustCommit(engine(), Deletes({"gone"}));
  MustCommit(engine(), Puts({{"b", "3"}, {"late", "3"}}));
  const std::vector<std::string> keys = {"late", "b", "missing", "a", "gone", "b"};
  const auto values = [&](Revision at) {
    std::vector<std::string> answer;
    const auto found = MustOpen(engine(), at)->MultiGet(keys);
    EXPECT_TRUE(found.ok()) << found.status();
    for (const auto& value : *found)
      answer.push_back(value ? absl::StrCat(std::string(value->bytes()), "@", value->revision()) : "-");
    return answer;
  };
  EXPECT_THAT(values(3), ::testing::ElementsAre("3@3", "3@3", "-", "1@1", "-", "3@3"));
  EXPECT_THAT(values(1), ::testing::ElementsAre("-", "1@1", "-", "1@1", "1@1", "1@1"));
  EXPECT_THAT(values(0), ::testing::Each("-"));
  EXPECT_TRUE(MustOpen(engine())->MultiGet({})->empty());
}

TEST_P(SnapshotTest, FromMemoryAloneItAnswersTheSameOrMisses) {
  MustCommit(engine(), Puts({{"a", "1"}}));
  MustCommit(engine(), Puts({{"a", "2"}, {"b", "2"}}));
  for (const bool compacted : {false, true}) {
    if (compacted) {
      ASSERT_TRUE(engine().Compact().ok());
      Reopen();
    }
    for (const Revision at : {0, 1, 2}) {
      const auto snapshot = MustOpen(engine(), at);
      for (const std::string key : {"a", "b", "missing"}) {
        const auto tried = FromMemory(*snapshot, key);
        if (tried) {
          EXPECT_EQ(*tried, Read(*snapshot, key));
        }
      }
    }
  }
  // What has just been read is in memory.
  const auto snapshot = MustOpen(engine());
  EXPECT_EQ(Read(*snapshot, "a"), "2");
  EXPECT_EQ(FromMemory(*snapshot, "a"), std::optional(std::optional<std::string>("2")));
  const MemoryOnly memory;
  const auto many = snapshot->MultiGet({"a", "missing"});
  ASSERT_TRUE(many.ok()) << many.status();
  EXPECT_EQ((*many)[0]->revision(), 2);
  EXPECT_FALSE((*many)[1].has_value());
  EXPECT_FALSE(memory.missed());
}

TEST_P(SnapshotTest, WhatIsOnTheDiskAloneIsMissedWhereItMayNotWait) {
  MustCommit(engine(), Puts({{"a", "1"}, {"b", "2"}}));
  ASSERT_TRUE(engine().Compact().ok());
  Reopen();
  const auto snapshot = MustOpen(engine());
  {
    const MemoryOnly outer;
    const MemoryOnly memory;
    EXPECT_EQ(snapshot->Get("a").status().code(), absl::StatusCode::kUnavailable);
    EXPECT_FALSE(snapshot->MultiGet({"a", "b"}).ok());
    EXPECT_FALSE(snapshot->Scan({"a", "c"})->status().ok());
    EXPECT_TRUE(memory.missed());
    EXPECT_FALSE(outer.missed());
  }
  EXPECT_EQ(Read(*snapshot, "a"), "1");
}

TEST_P(SnapshotTest, ValuesOutliveTheSnapshot) {
  MustCommit(engine(), Puts({{"k", std::string(100000, 'a')}}));
  MustCommit(engine(), Puts({{"k", std::string(100000, 'b')}}));
  ASSERT_TRUE(engine().Compact().ok());
  auto past = *MustOpen(engine(), 1)->Get("k");
  auto current = *MustOpen(engine())->Get("k");
  auto many = *MustOpen(engine())->MultiGet({"k"});
  MustCommit(engine(), Deletes({"k"}));
  ASSERT_TRUE(engine().Compact().ok());
  const std::string_view bytes = current->bytes();
  const auto holder = current->Release();
  EXPECT_EQ(past->bytes(), std::string(100000, 'a'));
  EXPECT_EQ(bytes, std::string(100000, 'b'));
  EXPECT_EQ(many[0]->bytes(), std::string(100000, 'b'));
}

TEST_P(SnapshotTest, GetAtNeedsNoSnapshot) {
  MustCommit(engine(), Puts({{"k", "1"}}));
  MustCommit(engine(), Puts({{"k", "2"}}));
  MustCommit(engine(), Deletes({"k"}));
  EXPECT_EQ((*engine().GetAt("k", 1))->bytes(), "1");
  EXPECT_EQ((*engine().GetAt("k", 2))->bytes(), "2");
  EXPECT_EQ((*engine().GetAt("k", 2))->revision(), 2);
  EXPECT_FALSE(engine().GetAt("k", 3)->has_value());
  EXPECT_FALSE(engine().GetAt("k", 0)->has_value());
  EXPECT_THAT(engine().GetAt("k", 4), FailsWith(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID));
}

}  // namespace
}  // namespace lectern::storage
