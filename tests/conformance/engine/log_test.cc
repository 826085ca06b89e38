// What was committed when: Log, Transaction, WaitFor.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using LogTest = EngineTest;
LECTERN_CONFORMANCE_SUITE(LogTest);

std::string Text(const LogRow& row) {
  return absl::StrCat(row.revision, ".", row.sequence, row.kind == Change::Kind::kPut ? "+" : "-", row.key);
}
std::vector<std::string> Texts(const std::vector<LogRow>& rows) {
  std::vector<std::string> texts;
  for (const LogRow& row : rows) texts.push_back(Text(row));
  return texts;
}

TEST_P(LogTest, HasLoggedChangesInCommitOrder) {
  CommitRequest request = Puts({{"b", "1"}, {"a", "1"}}, true);
  request.batch.Put("index", "1");
  request.batch.Add("counter", 1);
  request.batch.Delete("c", true);
  MustCommit(engine(), std::move(request));
  MustCommit(engine(), Puts({{"index", "2"}}));
  MustCommit(engine(), Deletes({std::string("a\0\xff", 3)}, true));
  const std::vector<std::string> all = {"1.0+b", "1.1+a", "1.2-c", absl::StrCat("3.0-", std::string("a\0\xff", 3))};
  EXPECT_EQ(Texts(MustLog(engine(), 0)), all);
  EXPECT_EQ(Texts(MustLog(engine(), -5)), all);
  EXPECT_EQ(Texts(MustLog(engine(), 1)), all);
  EXPECT_THAT(Texts(MustLog(engine(), 2)), ::testing::ElementsAre(all[3]));
  EXPECT_THAT(MustLog(engine(), 4), ::testing::IsEmpty());
  Reopen();
  EXPECT_EQ(Texts(MustLog(engine(), 0)), all);
}

TEST_P(LogTest, LimitsToWholeRevisions) {
  MustCommit(engine(), Puts({{"a", ""}, {"b", ""}, {"c", ""}}, true));
  MustCommit(engine(), Puts({{"d", ""}, {"e", ""}}, true));
  MustCommit(engine(), Puts({{"f", ""}}, true));
  const size_t expected[] = {3, 3, 3, 3, 3, 5, 6, 6};
  for (size_t limit = 0; limit < 8; ++limit) EXPECT_EQ(MustLog(engine(), 1, limit).size(), expected[limit]) << limit;
  EXPECT_EQ(MustLog(engine(), 2, 1).size(), 2u);
  EXPECT_EQ(MustLog(engine(), 2, 3).size(), 3u);
}

TEST_P(LogTest, IsWholeAndGapFreeWhileWritersRun) {
  constexpr int kWriters = 4, kCommits = 120, kRows = 5;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w)
    writers.emplace_back([this, w] {
      for (int i = 0; i < kCommits; ++i) {
        Rows rows;
        for (int row = 0; row < kRows; ++row) rows.emplace_back(absl::StrCat(w, "/", i, "/", row), "v");
        EXPECT_TRUE(CommitNow(engine(), Puts(rows, true)).ok());
      }
    });
  Revision next = 1;
  while (next <= kWriters * kCommits) {
    const Revision latest = engine().Latest();
    const auto rows = MustLog(engine(), next, 64);
    ASSERT_EQ(rows.size() % kRows, 0u);
    if (!rows.empty()) {
      ASSERT_LE(rows.back().revision, engine().Latest());  // what is logged can be read
    }
    for (size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(rows[i].revision, next);
      ASSERT_EQ(rows[i].sequence, i % kRows);
      if (i % kRows == kRows - 1) ++next;
    }
    // All that could be read before is there.
    if (rows.size() < 60) {
      ASSERT_GT(next, latest);
    }
  }
  for (std::thread& writer : writers) writer.join();
}

TEST_P(LogTest, TransactionsTellWhoAndWhen) {
  const absl::Time before = absl::Now() - absl::Seconds(1);
  CommitRequest request = Puts({{"a", "1"}});
  request.principal = "key:1";
  request.method = "Service/Method";
  request.operation = "operations/7";
  const auto made = CommitNow(engine(), std::move(request));
  ASSERT_TRUE(made.ok()) << made.status();
  for (const bool reopened : {false, true}) {
    if (reopened) Reopen();
    const auto row = engine().Transaction(1);
    ASSERT_TRUE(row.ok()) << row.status();
    EXPECT_EQ(row->revision, 1);
    EXPECT_EQ(row->time, made->time);
    EXPECT_GT(row->time, before);
    EXPECT_LE(row->time, absl::Now());
    EXPECT_EQ(row->principal, "key:1");
    EXPECT_EQ(row->method, "Service/Method");
    EXPECT_EQ(row->operation, "operations/7");
  }
  for (const Revision none : {Revision{0}, Revision{2}, Revision{-1}})
    EXPECT_THAT(engine().Transaction(none),
                FailsWith(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND));
}

TEST_P(LogTest, EveryRevisionHasATransactionAndTimesNeverGoBack) {
  std::vector<CommitRequest> requests;
  for (int i = 0; i < 200; ++i) requests.push_back(Puts({{absl::StrCat(i % 7), absl::StrCat(i)}}));
  CommitAll(engine(), std::move(requests));
  Reopen();
  for (int i = 0; i < 20; ++i) MustCommit(engine(), Puts({{"a", absl::StrCat(i)}}));
  absl::Time before = absl::InfinitePast();
  for (Revision revision = 1; revision <= engine().Latest(); ++revision) {
    const auto row = engine().Transaction(revision);
    ASSERT_TRUE(row.ok()) << row.status();
    EXPECT_GE(row->time, before);
    before = row->time;
  }
}

TEST_P(LogTest, WaitForEndsWhenTheRevisionCanBeRead) {
  MustCommit(engine(), Puts({{"a", "1"}}));
  EXPECT_TRUE(WaitNow(engine(), 0, absl::ZeroDuration()).ok());
  EXPECT_TRUE(WaitNow(engine(), 1, absl::ZeroDuration()).ok());
  EXPECT_TRUE(WaitNow(engine(), 1, -absl::InfiniteDuration()).ok());
  std::thread writer([this] {
    absl::SleepFor(absl::Milliseconds(30));
    for (int i = 0; i < 3; ++i) MustCommit(engine(), Puts({{"a", "2"}}));
  });
  EXPECT_TRUE(WaitNow(engine(), 3, absl::InfiniteDuration()).ok());
  EXPECT_GE(engine().Latest(), 3);
  EXPECT_EQ(MustOpen(engine(), 3)->revision(), 3);
  writer.join();
}

TEST_P(LogTest, WaitForEndsAtItsDeadline) {
  const absl::Time start = absl::Now();
  const auto kCode = absl::StatusCode::kDeadlineExceeded;
  EXPECT_THAT(WaitNow(engine(), 1, absl::Milliseconds(50)), FailsWith(kCode, v1::ERROR_REASON_DEADLINE_PASSED));
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(49));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_THAT(WaitNow(engine(), 1, -absl::Hours(1)), FailsWith(kCode, v1::ERROR_REASON_DEADLINE_PASSED));
}

TEST_P(LogTest, WaitersOfManyRevisionsEndEachAtItsOwn) {
  constexpr int kWaiters = 200;
  std::atomic<int> reached{0}, too_late{0};
  for (int i = 1; i <= kWaiters; ++i)
    engine().WaitFor(i, absl::Now() + (i > 100 ? absl::Milliseconds(100) : absl::Seconds(60)),
                     [&](absl::Status status) { ++(status.ok() ? reached : too_late); });
  for (int i = 0; i < 100; ++i) MustCommit(engine(), Puts({{"a", absl::StrCat(i)}}));
  for (int i = 0; i < 300 && reached + too_late < kWaiters; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(reached, 100);
  EXPECT_EQ(too_late, 100);
}

}  // namespace
}  // namespace lectern::storage
