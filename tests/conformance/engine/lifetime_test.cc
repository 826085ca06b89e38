// Opening, closing, reopening; many threads at once.
#include <atomic>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using LifetimeTest = EngineTest;
LECTERN_CONFORMANCE_SUITE(LifetimeTest);

TEST_P(LifetimeTest, EverythingIsThereAfterReopening) {
  MustCommit(engine(), Puts({{"a", "1"}, {"b", "1"}}, true));
  const auto last = CommitNow(engine(), Puts({{"a", "2"}}, true));
  for (int i = 0; i < 3; ++i) {
    Reopen();
    EXPECT_EQ(engine().Latest(), 2);
    EXPECT_EQ(Walk(*MustOpen(engine())), (Rows{{"a", "2"}, {"b", "1"}}));
    EXPECT_EQ(Read(engine(), "a", 1), "1");
    EXPECT_EQ((*MustOpen(engine())->Get("a"))->time(), last->time);
    EXPECT_TRUE(WaitNow(engine(), 2, absl::ZeroDuration()).ok());
  }
  EXPECT_EQ(MustCommit(engine(), Puts({{"a", "3"}})), 3);
}

TEST_P(LifetimeTest, IdentityStaysTheSame) {
  const StoreIdentity first = engine().Identity();
  EXPECT_THAT(first.store_id, ::testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(first.epoch, 1);
  EXPECT_EQ(first.seal_key.size(), 32u);
  Reopen();
  EXPECT_EQ(engine().Identity().store_id, first.store_id);
  EXPECT_EQ(engine().Identity().epoch, first.epoch);
  EXPECT_EQ(engine().Identity().seal_key, first.seal_key);
  Close();
  SetUp();  // another store
  EXPECT_NE(engine().Identity().store_id, first.store_id);
  EXPECT_NE(engine().Identity().seal_key, first.seal_key);
}

TEST_P(LifetimeTest, ClosingWaitsForWhatWasHandedIn) {
  constexpr int kCommits = 500;
  std::vector<int> calls(kCommits);
  std::atomic<int> fine{0};
  for (int i = 0; i < kCommits; ++i)
    engine().Commit(Puts({{absl::StrCat(i), "1"}}), [&, i](const absl::StatusOr<CommitResult>& outcome) {
      ++calls[i];
      fine += outcome.ok();
    });
  Close();
  EXPECT_THAT(calls, ::testing::Each(1));
  EXPECT_EQ(fine, kCommits);
  Reopen();
  EXPECT_EQ(engine().Latest(), kCommits);
}

TEST_P(LifetimeTest, ClosingCancelsWaiters) {
  std::atomic<int> cancelled{0};
  for (int i = 1; i <= 100; ++i)
    engine().WaitFor(i, absl::InfiniteFuture(), [&](const absl::Status& status) {
      cancelled += status.code() == absl::StatusCode::kCancelled && ReasonOf(status) == v1::ERROR_REASON_SHUTTING_DOWN;
    });
  Close();
  EXPECT_EQ(cancelled, 100);
}

TEST_P(LifetimeTest, CallbacksMayAskForMoreWhileTheStoreCloses) {
  // Each callback hands in another commit and another wait: chains that only the closing ends.
  struct Chain {
    Engine& engine;
    std::atomic<int> asked{0}, called{0};
    std::atomic<bool> refused{false};

    void Commit() {
      ++asked;
      engine.Commit(Adds("n", 1), [this](const absl::StatusOr<CommitResult>& outcome) {
        ++called;
        if (outcome.ok()) {
          Wait(outcome->revision + 1);
          return Commit();
        }
        EXPECT_THAT(outcome, FailsWith(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN));
        refused = true;
      });
    }
    void Wait(Revision revision) {
      ++asked;
      engine.WaitFor(revision, absl::InfiniteFuture(), [this, revision](const absl::Status& status) {
        ++called;
        if (!status.ok()) return;
        ++asked;
        engine.Commit(Puts({{"waited", absl::StrCat(revision)}}), [this](const auto&) { ++called; });
      });
    }
  };
  for (int round = 0; round < 10; ++round) {
    Chain chain{engine()};
    for (int i = 0; i < 8; ++i) chain.Commit();
    absl::SleepFor(absl::Milliseconds(5));
    Close();
    EXPECT_EQ(chain.called, chain.asked);
    EXPECT_TRUE(chain.refused);
    Reopen();
  }
}

TEST_P(LifetimeTest, ReadersSeeWholeCommitsWhileWritersRun) {
  constexpr int kKeys = 16;
  StoreSettings settings;
  settings.small_buffers = true;
  Reopen(settings);
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (int w = 0; w < 3; ++w)
    threads.emplace_back([&, w] {
      for (int i = 0; i < 150; ++i) {
        // Every commit sets all keys to the same value, and sums them up.
        Rows rows;
        const std::string value = absl::StrCat(w, "/", i, "/", std::string(100, 'x'));
        for (int key = 0; key < kKeys; ++key) rows.emplace_back(absl::StrCat("key/", key), value);
        CommitRequest request = Puts(rows);
        request.batch.Add("commits", 1);
        EXPECT_TRUE(CommitNow(engine(), std::move(request)).ok());
      }
      done = true;
    });
  for (int r = 0; r < 3; ++r)
    threads.emplace_back([&, r] {
      std::mt19937 random(r);
      while (!done) {
        const Revision latest = engine().Latest();
        std::optional<Revision> at;
        if (random() % 2 == 0) at = random() % (latest + 1);
        const auto snapshot = MustOpen(engine(), at);
        const Revision revision = snapshot->revision();
        EXPECT_GE(revision, at.value_or(latest));
        const Rows rows = Walk(*snapshot, {"key/", "key0"}, random() % 2 ? Direction::kForward : Direction::kBackward);
        EXPECT_EQ(rows.size(), revision == 0 ? 0u : size_t{kKeys});
        for (const auto& [key, value] : rows) EXPECT_EQ(value, rows[0].second);
        const auto commits = Read(*snapshot, "commits");
        EXPECT_EQ(commits ? *DecodeCounter(*commits) : 0, revision);
        const auto many = snapshot->MultiGet({"key/3", "key/7"});
        if (revision > 0) {
          EXPECT_EQ((*many)[0]->bytes(), rows[0].second);
          EXPECT_EQ((*many)[1]->bytes(), rows[0].second);
        }
        if (const auto tried = FromMemory(*snapshot, "key/5"); tried && revision > 0) {
          EXPECT_EQ(*tried, rows[0].second);
        }
      }
    });
  threads.emplace_back([&] {
    while (!done) EXPECT_TRUE(engine().Compact().ok());
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(engine().Latest(), 450);
}

}  // namespace
}  // namespace lectern::storage
