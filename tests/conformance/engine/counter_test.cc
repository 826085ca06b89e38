// Add: counters that never conflict.
#include <limits>
#include <thread>

#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using CounterTest = EngineTest;
LECTERN_CONFORMANCE_SUITE(CounterTest);

TEST_P(CounterTest, AddsUpFromNothing) {
  MustCommit(engine(), Adds("n", 5));
  MustCommit(engine(), Adds("n", -7));
  EXPECT_EQ(ReadCounter(engine(), "n"), -2);
}

TEST_P(CounterTest, IsRemovedAtZero) {
  MustCommit(engine(), Adds("n", 5));
  MustCommit(engine(), Adds("n", -5));
  EXPECT_EQ(Read(engine(), "n"), std::nullopt);
  MustCommit(engine(), Adds("never", 0));
  EXPECT_EQ(Read(engine(), "never"), std::nullopt);
  MustCommit(engine(), Adds("n", 1));
  EXPECT_EQ(ReadCounter(engine(), "n"), 1);
}

TEST_P(CounterTest, KeepsItsHistory) {
  for (const int64_t delta : {3, -3, 4, 1, -5, 2}) MustCommit(engine(), Adds("n", delta));
  const std::vector<std::optional<int64_t>> expected = {std::nullopt, 3, std::nullopt, 4, 5, std::nullopt, 2};
  for (Revision at = 0; at <= 6; ++at) EXPECT_EQ(ReadCounter(engine(), "n", at), expected[at]) << at;
}

TEST_P(CounterTest, MayBeAddedToTwiceInOneCommit) {
  MustCommit(engine(), Adds("n", 10));
  CommitRequest request = Adds("n", 1);
  request.batch.Add("n", 2);
  request.batch.Add("new", 1);
  request.batch.Add("new", -1);
  MustCommit(engine(), std::move(request));
  CommitRequest through_zero = Adds("n", -13);
  through_zero.batch.Add("n", 4);
  MustCommit(engine(), std::move(through_zero));
  EXPECT_EQ(ReadCounter(engine(), "n", 1), 10);
  EXPECT_EQ(ReadCounter(engine(), "n", 2), 13);
  EXPECT_EQ(ReadCounter(engine(), "n", 3), 4);
  EXPECT_EQ(Read(engine(), "new"), std::nullopt);
  EXPECT_EQ(Read(engine(), "new", 2), std::nullopt);
}

TEST_P(CounterTest, AddsUpInAGroup) {
  std::vector<CommitRequest> requests;
  for (int i = 1; i <= 40; ++i) requests.push_back(Adds("n", i % 4 == 0 ? -6 : i % 4));  // 1, 3, 6, 0, 1, ...
  const auto outcomes = CommitGroup(engine(), std::move(requests));
  const std::optional<int64_t> expected[] = {1, 3, 6, std::nullopt};
  for (size_t i = 0; i < outcomes.size(); ++i)
    EXPECT_EQ(ReadCounter(engine(), "n", outcomes[i]->revision), expected[i % 4]) << i;
}

TEST_P(CounterTest, AGroupRollsBackOnlyTheRefused) {
  std::vector<CommitRequest> requests;
  for (int i = 0; i < 20; ++i) {
    requests.push_back(Adds("n", 1));
    requests.push_back(If(Adds("n", 1000), {{"nowhere", 7}}));
  }
  CommitGroup(engine(), std::move(requests));
  EXPECT_EQ(ReadCounter(engine(), "n"), 20);
}

TEST_P(CounterTest, ConcurrentAddersNeverConflict) {
  constexpr int kThreads = 4, kRounds = 100;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([this, t] {
      for (int i = 0; i < kRounds; ++i) {
        CommitRequest request = Adds("shared", t % 2 == 0 ? 2 : -1);
        request.batch.Add("own/" + std::to_string(t), 1);
        EXPECT_TRUE(CommitNow(engine(), std::move(request)).ok());
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ReadCounter(engine(), "shared"), kThreads / 2 * kRounds);
  for (int t = 0; t < kThreads; ++t) EXPECT_EQ(ReadCounter(engine(), "own/" + std::to_string(t)), kRounds);
}

TEST_P(CounterTest, WrapsAround) {
  MustCommit(engine(), Adds("n", std::numeric_limits<int64_t>::max()));
  MustCommit(engine(), Adds("n", 1));
  EXPECT_EQ(ReadCounter(engine(), "n"), std::numeric_limits<int64_t>::min());
}

TEST_P(CounterTest, RefusesWhatIsNoCounter) {
  MustCommit(engine(), Puts({{"text", "no counter"}}));
  CommitRequest request = Adds("text", 1);
  request.batch.Put("other", "1");
  EXPECT_THAT(CommitNow(engine(), std::move(request)),
              FailsWith(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT));
  EXPECT_EQ(Walk(*MustOpen(engine())), (Rows{{"text", "no counter"}}));
}

TEST_P(CounterTest, BytesAreBigEndian) {
  EXPECT_EQ(EncodeCounter(258), std::string("\0\0\0\0\0\0\1\2", 8));
  EXPECT_EQ(EncodeCounter(-1), std::string(8, '\xff'));
  for (const int64_t value : {int64_t{0}, int64_t{-5}, std::numeric_limits<int64_t>::min()})
    EXPECT_EQ(DecodeCounter(EncodeCounter(value)), value);
  EXPECT_EQ(DecodeCounter("short"), std::nullopt);
}

}  // namespace
}  // namespace lectern::storage
