// Retention: how far back snapshots go, and what is dropped.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

constexpr auto kOutOfRange = absl::StatusCode::kOutOfRange;

class RetentionTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    settings_.history = absl::Milliseconds(200);
    settings_.permanent = [](std::string_view key) { return key.starts_with("permanent/"); };
    Reopen(settings_);
  }
  // Commits until the floor has come to `revision`; false after `ticks` of 30 ms.
  bool RaiseFloor(Revision revision, int ticks = 100) {
    for (int i = 0; i < ticks && engine().Oldest() < revision; ++i) {
      absl::SleepFor(absl::Milliseconds(30));
      MustCommit(engine(), Puts({{"tick", absl::StrCat(i)}}));
    }
    return engine().Oldest() >= revision;
  }

  StoreSettings settings_;
};
LECTERN_CONFORMANCE_SUITE(RetentionTest);

TEST_P(RetentionTest, TheFloorRisesAndOlderSnapshotsAreRefused) {
  MustCommit(engine(), Puts({{"a", "1"}}));
  MustCommit(engine(), Puts({{"a", "2"}}));
  EXPECT_EQ(engine().Oldest(), 0);
  EXPECT_EQ(Read(engine(), "a", 1), "1");
  ASSERT_TRUE(RaiseFloor(3));
  const auto refused = engine().OpenSnapshot(1);
  EXPECT_THAT(refused, FailsWith(kOutOfRange, v1::ERROR_REASON_SNAPSHOT_EXPIRED));
  EXPECT_EQ(DetailOf(refused.status(), "oldest_revision"), absl::StrCat(engine().Oldest()));
  EXPECT_THAT(engine().GetAt("a", 1), FailsWith(kOutOfRange, v1::ERROR_REASON_SNAPSHOT_EXPIRED));
  // The oldest is whole.
  EXPECT_EQ(Read(engine(), "a", engine().Oldest()), "2");
}

TEST_P(RetentionTest, TheFloorNeverPassesAnOpenSnapshot) {
  settings_.compact_patience = absl::ZeroDuration();
  Reopen(settings_);
  MustCommit(engine(), Puts({{"a", "1"}, {"b", "1"}}));
  const auto held = MustOpen(engine());
  MustCommit(engine(), Puts({{"a", "2"}}));
  MustCommit(engine(), Deletes({"b"}));
  EXPECT_FALSE(RaiseFloor(2, 20));
  EXPECT_LE(engine().Oldest(), held->revision());
  EXPECT_FALSE(engine().Compact().ok());  // drops what may be dropped all the same
  EXPECT_EQ(Walk(*held, {"a", "c"}), (Rows{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(Walk(*MustOpen(engine(), 1), {"a", "c"}), (Rows{{"a", "1"}, {"b", "1"}}));
}

TEST_P(RetentionTest, TheFloorGoesOnWhenTheSnapshotIsGone) {
  MustCommit(engine(), Puts({{"a", "1"}}));
  auto held = MustOpen(engine());
  auto also_held = MustOpen(engine());
  MustCommit(engine(), Puts({{"a", "2"}}));
  absl::SleepFor(absl::Milliseconds(300));
  MustCommit(engine(), Puts({{"a", "3"}}));
  held.reset();
  EXPECT_LE(engine().Oldest(), also_held->revision());
  also_held.reset();
  EXPECT_TRUE(RaiseFloor(2));
}

TEST_P(RetentionTest, TheFloorNeverGoesBackWhileOpen) {
  Revision before = 0;
  for (int i = 0; i < 40; ++i) {
    MustCommit(engine(), Puts({{"a", absl::StrCat(i)}}));
    absl::SleepFor(absl::Milliseconds(15));
    EXPECT_GE(engine().Oldest(), before);
    before = engine().Oldest();
    EXPECT_LE(before, engine().Latest());
    EXPECT_TRUE(engine().OpenSnapshot(before).ok());
  }
  EXPECT_GT(before, 0);
}

TEST_P(RetentionTest, PermanentKeysKeepTheirHistory) {
  MustCommit(engine(), Puts({{"permanent/a", "1"}, {"passing", "1"}}));
  MustCommit(engine(), Deletes({"permanent/a", "passing"}));
  MustCommit(engine(), Puts({{"permanent/a", "3"}}));
  ASSERT_TRUE(RaiseFloor(4));
  MustCommit(engine(), Puts({{"tick", "stores the floor"}}));
  ASSERT_TRUE(engine().Compact().ok());
  for (const bool reopened : {false, true}) {
    if (reopened) Reopen(settings_);
    EXPECT_EQ((*engine().GetAt("permanent/a", 1))->bytes(), "1");
    EXPECT_FALSE((*engine().GetAt("permanent/a", 2)).has_value());
    EXPECT_EQ((*engine().GetAt("permanent/a", 3))->bytes(), "3");
    EXPECT_EQ((*engine().GetAt("permanent/a", engine().Latest()))->revision(), 3);
    EXPECT_THAT(engine().GetAt("passing", 1), FailsWith(kOutOfRange, v1::ERROR_REASON_SNAPSHOT_EXPIRED));
  }
}

// A floor that a restart forgets must not have dropped anything: what the store offers, it has.
TEST_P(RetentionTest, WhatIsOfferedAfterReopeningIsWhole) {
  std::map<Revision, std::string> values;
  for (int i = 0; i < 75; ++i) {
    values[MustCommit(engine(), Puts({{"a", absl::StrCat(i)}}))] = absl::StrCat(i);
    absl::SleepFor(absl::Milliseconds(15));
    if (i % 25 == 24) {
      ASSERT_TRUE(engine().Compact().ok());
      Reopen(settings_);
      for (Revision at = std::max<Revision>(engine().Oldest(), 1); at <= engine().Latest(); ++at)
        EXPECT_EQ(Read(engine(), "a", at), values[at])
            << at << " in " << engine().Oldest() << ".." << engine().Latest();
    }
  }
  EXPECT_GT(engine().Oldest(), 0);
}

TEST_P(RetentionTest, KeepsNothingWithoutAWindow) {
  settings_.history = absl::ZeroDuration();
  Reopen(settings_);
  for (int i = 0; i < 200; ++i) {
    MustCommit(engine(), Puts({{"a", absl::StrCat(i)}}));
    EXPECT_EQ(Read(engine(), "a"), absl::StrCat(i));
  }
}

}  // namespace
}  // namespace lectern::storage
