// Commits: atomic, numbered without gaps, conditional, bounded.
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using CommitTest = EngineTest;
LECTERN_CONFORMANCE_SUITE(CommitTest);

constexpr auto kAborted = absl::StatusCode::kAborted;
constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;

TEST_P(CommitTest, AnEmptyStoreIsAtRevisionZero) {
  EXPECT_EQ(engine().Latest(), 0);
  EXPECT_EQ(engine().Oldest(), 0);
  EXPECT_TRUE(engine().Writable());
  EXPECT_EQ(MustOpen(engine())->revision(), 0);
  EXPECT_THAT(Walk(*MustOpen(engine())), ::testing::IsEmpty());
}

TEST_P(CommitTest, RevisionsCountFromOneWithoutGaps) {
  for (Revision expected = 1; expected <= 20; ++expected) {
    EXPECT_EQ(MustCommit(engine(), Puts({{"key", absl::StrCat(expected)}})), expected);
    EXPECT_EQ(engine().Latest(), expected);
    // One that is refused takes none.
    EXPECT_FALSE(CommitNow(engine(), If(Puts({{"key", "x"}}), {{"key", 0}})).ok());
  }
}

TEST_P(CommitTest, PutsReplacesAndDeletes) {
  MustCommit(engine(), Puts({{"a", "1"}, {"b", "2"}, {"empty", ""}}));
  CommitRequest request = Puts({{"b", "3"}, {"c", "4"}});
  request.batch.Delete("a");
  request.batch.Delete("never there");
  MustCommit(engine(), std::move(request));
  EXPECT_EQ(Walk(*MustOpen(engine())), (Rows{{"b", "3"}, {"c", "4"}, {"empty", ""}}));
}

TEST_P(CommitTest, ValuesCarryTheirCommit) {
  const auto first = CommitNow(engine(), Puts({{"a", "1"}, {"b", "1"}}));
  const auto second = CommitNow(engine(), Puts({{"b", "2"}}));
  ASSERT_TRUE(first.ok() && second.ok());
  const auto snapshot = MustOpen(engine());
  EXPECT_EQ((*snapshot->Get("a"))->revision(), first->revision);
  EXPECT_EQ((*snapshot->Get("a"))->time(), first->time);
  EXPECT_EQ((*snapshot->Get("b"))->revision(), second->revision);
  EXPECT_EQ((*snapshot->Get("b"))->time(), second->time);
  EXPECT_EQ((*MustOpen(engine(), 1)->Get("b"))->time(), first->time);
}

TEST_P(CommitTest, RefusedCommitsLeaveNothing) {
  MustCommit(engine(), Puts({{"taken", "1"}}));
  CommitRequest request = WithRequest(Puts({{"a", "1"}, {"b", "2"}}, /*logged=*/true), "request", "hash", "");
  request.batch.Add("counter", 5);
  EXPECT_THAT(CommitNow(engine(), If(request, {{"taken", 0}})), FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION));
  EXPECT_EQ(Walk(*MustOpen(engine())), (Rows{{"taken", "1"}}));
  EXPECT_THAT(MustLog(engine(), 0), ::testing::IsEmpty());
  EXPECT_FALSE(FindNow(engine(), "request", "hash")->replayed);
}

TEST_P(CommitTest, PreconditionsAbsentAndAtRevision) {
  EXPECT_EQ(MustCommit(engine(), If(Puts({{"a", "1"}}), {{"a", 0}})), 1);
  EXPECT_THAT(CommitNow(engine(), If(Puts({{"a", "2"}}), {{"a", 0}})),
              FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION));
  EXPECT_EQ(MustCommit(engine(), If(Puts({{"a", "2"}}), {{"a", 1}})), 2);
  EXPECT_THAT(CommitNow(engine(), If(Puts({{"a", "3"}}), {{"a", 1}})),
              FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION));
  MustCommit(engine(), Deletes({"a"}));
  EXPECT_THAT(CommitNow(engine(), If(Puts({{"a", "3"}}), {{"a", 2}})),
              FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION));
  EXPECT_EQ(MustCommit(engine(), If(Puts({{"a", "3"}}), {{"a", 0}})), 4);
}

TEST_P(CommitTest, ConflictsNameTheKeysIndex) {
  MustCommit(engine(), Puts({{"a", "1"}, {"c", "1"}}));
  const auto outcome = CommitNow(engine(), If(Puts({{"x", "1"}}), {{"a", 1}, {"b", 0}, {"c", 7}, {"a", 9}}));
  EXPECT_THAT(outcome, FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION));
  EXPECT_EQ(DetailOf(outcome.status(), "key_index"), "2");
}

TEST_P(CommitTest, OfManyInOneGroupTheFirstWins) {
  std::vector<CommitRequest> requests;
  for (int i = 0; i < 50; ++i) {
    requests.push_back(If(Puts({{"prize", absl::StrCat(i)}, {absl::StrCat("by/", i), "1"}}), {{"prize", 0}}));
    requests.push_back(Puts({{absl::StrCat("free/", i), "1"}}));
  }
  const auto outcomes = CommitGroup(engine(), std::move(requests));
  EXPECT_TRUE(outcomes[0].ok()) << outcomes[0].status();
  for (size_t i = 2; i < outcomes.size(); i += 2)
    EXPECT_THAT(outcomes[i], FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION)) << i;
  // The losers take no revision from those around them.
  for (size_t i = 1; i < outcomes.size(); i += 2)
    EXPECT_EQ(outcomes[i]->revision, outcomes[0]->revision + 1 + static_cast<Revision>(i / 2));
  EXPECT_EQ(Read(engine(), "prize"), "0");
  EXPECT_EQ(Walk(*MustOpen(engine()), {"by/", "by0"}).size(), 1u);
}

TEST_P(CommitTest, AGroupKeepsEveryStepInHistory) {
  std::vector<CommitRequest> requests;
  for (int i = 0; i < 30; ++i) requests.push_back(i % 5 == 4 ? Deletes({"key"}) : Puts({{"key", absl::StrCat(i)}}));
  const auto outcomes = CommitGroup(engine(), std::move(requests));
  for (int i = 0; i < 30; ++i) {
    const auto read = Read(engine(), "key", outcomes[i]->revision);
    EXPECT_EQ(read, i % 5 == 4 ? std::nullopt : std::optional(absl::StrCat(i))) << i;
  }
}

TEST_P(CommitTest, AGroupChecksAgainstRevisionsOfItsOwn) {
  MustCommit(engine(), Puts({{"first", "1"}}));
  const Revision base = engine().Latest() + 1;  // of the large commit
  const auto outcomes = CommitGroup(
      engine(), {Puts({{"a", "1"}}), If(Puts({{"a", "2"}}), {{"a", base + 1}}),
                 If(Puts({{"a", "3"}}), {{"a", base + 1}}), Deletes({"a"}), If(Puts({{"a", "4"}}), {{"a", 0}})});
  EXPECT_TRUE(outcomes[1].ok()) << outcomes[1].status();
  EXPECT_FALSE(outcomes[2].ok());
  EXPECT_TRUE(outcomes[4].ok()) << outcomes[4].status();
  EXPECT_EQ(Read(engine(), "a"), "4");
}

CommitRequest Inserts(const std::string& key, const std::string& value) {
  CommitRequest request;
  request.batch.Insert(key, value);
  return request;
}

TEST_P(CommitTest, InsertsWhatIsNotThere) {
  const Revision first = MustCommit(engine(), Inserts("a", "1"));
  EXPECT_EQ(Read(engine(), "a"), "1");
  const Revision gone = MustCommit(engine(), Deletes({"a"}));
  const Revision again = MustCommit(engine(), Inserts("a", "2"));
  EXPECT_EQ(Read(engine(), "a", first), "1");
  EXPECT_EQ(Read(engine(), "a", gone), std::nullopt);
  EXPECT_EQ(Read(engine(), "a", again), "2");
  EXPECT_THAT(MustLog(engine(), 0), ::testing::IsEmpty());
}

TEST_P(CommitTest, AGroupInsertsWhatItHasTakenAway) {
  MustCommit(engine(), Puts({{"a", "before"}}));
  const Revision base = engine().Latest() + 1;  // of the large commit
  CommitRequest refused = If(Inserts("b", "never"), {{"a", 7}});
  const auto outcomes = CommitGroup(engine(), {Deletes({"a"}), If(Inserts("a", "1"), {{"a", 0}}), std::move(refused),
                                               Inserts("b", "1"), Puts({{"a", "2"}, {"b", "2"}})});
  for (size_t i = 0; i < outcomes.size(); ++i) EXPECT_EQ(outcomes[i].ok(), i != 2) << i << outcomes[i].status();
  EXPECT_EQ(Read(engine(), "a", base), "before");
  EXPECT_EQ(Read(engine(), "a", base + 1), std::nullopt);
  EXPECT_EQ(Read(engine(), "a", base + 2), "1");
  EXPECT_EQ(Read(engine(), "b", base + 2), std::nullopt);
  EXPECT_EQ(Read(engine(), "b", base + 3), "1");
  EXPECT_EQ(Read(engine(), "a"), "2");
  EXPECT_EQ(Read(engine(), "b"), "2");
}

// More than an engine would hold at once.
TEST_P(CommitTest, AGroupReplacesLargeValues) {
  constexpr int kValues = 40;
  const auto value = [](int i) { return std::string(kMaxValueBytes, static_cast<char>('a' + i % 26)); };
  for (int i = 0; i < kValues; ++i) MustCommit(engine(), Puts({{absl::StrCat("large/", i), value(i)}}));
  const Revision before = engine().Latest();
  std::vector<CommitRequest> requests;
  for (int i = 0; i < kValues; ++i)
    requests.push_back(If(Puts({{absl::StrCat("large/", i), "small"}}), {{absl::StrCat("large/", i), i + 1}}));
  for (const auto& outcome : CommitGroup(engine(), std::move(requests))) EXPECT_TRUE(outcome.ok()) << outcome.status();
  for (int i = 0; i < kValues; ++i) {
    EXPECT_EQ(Read(engine(), absl::StrCat("large/", i)), "small");
    EXPECT_TRUE(Read(engine(), absl::StrCat("large/", i), before) == value(i)) << i;
  }
}

TEST_P(CommitTest, AnEmptyBatchTakesNoRevision) {
  const auto nothing = CommitNow(engine(), {});
  ASSERT_TRUE(nothing.ok()) << nothing.status();
  EXPECT_EQ(nothing->revision, 0);
  const auto written = CommitNow(engine(), Puts({{"a", "1"}}));
  const auto empty = CommitNow(engine(), If({}, {{"a", 1}}));
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_EQ(empty->revision, 1);
  EXPECT_EQ(empty->time, written->time);
  EXPECT_EQ(engine().Latest(), 1);
  EXPECT_THAT(CommitNow(engine(), If({}, {{"a", 0}})), FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION));
}

TEST_P(CommitTest, AnEmptyBatchInAGroupSeesTheNewestOfIt) {
  const auto outcomes = CommitGroup(engine(), {Puts({{"a", "1"}}), {}, Puts({{"a", "2"}})});
  EXPECT_EQ(outcomes[1]->revision, outcomes[0]->revision);
  EXPECT_EQ(outcomes[1]->time, outcomes[0]->time);
}

TEST_P(CommitTest, LimitsHoldAtTheirEdges) {
  EXPECT_TRUE(CommitNow(engine(), Puts({{std::string(kMaxKeyBytes, 'k'), "1"}})).ok());
  EXPECT_TRUE(CommitNow(engine(), Puts({{"k", std::string(kMaxValueBytes, 'v')}})).ok());
  const auto refused = [&](CommitRequest request) {
    EXPECT_THAT(CommitNow(engine(), std::move(request)), FailsWith(kExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED));
  };
  refused(Puts({{std::string(kMaxKeyBytes + 1, 'k'), "1"}}));
  refused(Puts({{"", "1"}}));
  refused(Deletes({std::string(kMaxKeyBytes + 1, 'k')}));
  refused(Puts({{"k", std::string(kMaxValueBytes + 1, 'v')}}));
  refused(WithRequest(Puts({{"k", "1"}}), std::string(kMaxKeyBytes + 1, 'r'), "hash", ""));
  refused(WithRequest(Puts({{"k", "1"}}), "request", "hash", std::string(kMaxValueBytes + 1, 'v')));
  CommitRequest large;
  for (size_t i = 0; i <= kMaxBatchBytes / kMaxValueBytes; ++i)
    large.batch.Put(absl::StrCat(i), std::string(kMaxValueBytes, 'v'));
  refused(std::move(large));
  EXPECT_EQ(engine().Latest(), 2);
}

TEST_P(CommitTest, CallbacksNeverRunInTheCallItself) {
  for (const size_t bytes : {size_t{1}, kMaxValueBytes + 1}) {
    std::thread::id thread;
    Notification called;
    engine().Commit(Puts({{"k", std::string(bytes, 'v')}}), [&](const auto&) {
      thread = std::this_thread::get_id();
      called.Notify();
    });
    called.Wait();
    EXPECT_NE(thread, std::this_thread::get_id()) << bytes;
  }
}

TEST_P(CommitTest, AFullQueueRefusesAndLosesNothing) {
  constexpr int kCommits = 60;
  std::vector<CommitRequest> requests;
  for (int i = 0; i < kCommits; ++i) {
    CommitRequest request;
    for (int part = 0; part < 4; ++part)
      request.batch.Put(absl::StrCat(i, "/", part), std::string(kMaxValueBytes, 'v'));
    requests.push_back(std::move(request));
  }
  const auto outcomes = CommitAll(engine(), std::move(requests));
  int refused = 0;
  std::set<Revision> revisions;
  for (int i = 0; i < kCommits; ++i) {
    if (outcomes[i].ok()) {
      revisions.insert(outcomes[i]->revision);
    } else {
      EXPECT_THAT(outcomes[i], FailsWith(kExhausted, v1::ERROR_REASON_OVERLOADED));
      EXPECT_TRUE(outcomes[i].status().GetPayload("type.googleapis.com/google.rpc.RetryInfo"));
      ++refused;
    }
    EXPECT_EQ(Read(engine(), absl::StrCat(i, "/0")).has_value(), outcomes[i].ok());
  }
  EXPECT_GT(refused, 0);
  EXPECT_EQ(*revisions.rbegin(), static_cast<Revision>(revisions.size()));
  EXPECT_EQ(engine().Latest(), kCommits - refused);
  EXPECT_TRUE(CommitNow(engine(), Puts({{"after", "1"}})).ok());
}

}  // namespace
}  // namespace lectern::storage
