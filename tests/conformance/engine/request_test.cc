// Request rows: a repeated request is carried out once.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using RequestTest = EngineTest;
LECTERN_CONFORMANCE_SUITE(RequestTest);

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST_P(RequestTest, ARepetitionIsAnsweredAndNotCarriedOut) {
  const auto first = CommitNow(engine(), WithRequest(Adds("n", 1), "id", "hash", "result"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->replayed);
  EXPECT_EQ(first->result, "result");
  MustCommit(engine(), Puts({{"between", "1"}}));

  const auto second = CommitNow(engine(), WithRequest(Adds("n", 1), "id", "hash", "another result"));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->result, "result");
  EXPECT_EQ(second->revision, first->revision);
  EXPECT_EQ(second->time, first->time);
  EXPECT_EQ(ReadCounter(engine(), "n"), 1);
  EXPECT_EQ(engine().Latest(), 2);
}

TEST_P(RequestTest, AnotherHashIsRefused) {
  MustCommit(engine(), WithRequest(Puts({{"a", "1"}}), "id", "hash", ""));
  EXPECT_THAT(CommitNow(engine(), WithRequest(Puts({{"a", "2"}}), "id", "other", "")),
              FailsWith(kInvalid, v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Read(engine(), "a"), "1");
  MustCommit(engine(), WithRequest(Puts({{"a", "2"}}), "another id", "other", ""));
}

TEST_P(RequestTest, IsLookedUpBeforePreconditions) {
  MustCommit(engine(), WithRequest(If(Puts({{"a", "1"}}), {{"a", 0}}), "id", "hash", "made"));
  const auto again = CommitNow(engine(), WithRequest(If(Puts({{"a", "1"}}), {{"a", 0}}), "id", "hash", ""));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->result, "made");
}

TEST_P(RequestTest, ARefusedCommitStoresNone) {
  EXPECT_FALSE(CommitNow(engine(), WithRequest(If(Puts({{"a", "1"}}), {{"a", 9}}), "id", "hash", "")).ok());
  const auto again = CommitNow(engine(), WithRequest(Puts({{"a", "1"}}), "id", "other hash", ""));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->replayed);
}

TEST_P(RequestTest, HoldsWithinAGroup) {
  std::vector<CommitRequest> requests;
  for (int i = 0; i < 20; ++i) requests.push_back(WithRequest(Adds("n", 1), "id", "hash", absl::StrCat(i)));
  requests.push_back(WithRequest(Adds("n", 1), "id", "other", ""));
  const auto outcomes = CommitGroup(engine(), std::move(requests));
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(outcomes[i].ok()) << outcomes[i].status();
    EXPECT_EQ(outcomes[i]->replayed, i > 0);
    EXPECT_EQ(outcomes[i]->result, "0");
    EXPECT_EQ(outcomes[i]->revision, outcomes[0]->revision);
    EXPECT_EQ(outcomes[i]->time, outcomes[0]->time);
  }
  EXPECT_THAT(outcomes[20], FailsWith(kInvalid, v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(ReadCounter(engine(), "n"), 1);
}

TEST_P(RequestTest, AnEmptyBatchStoresItsRow) {
  const auto base = CommitNow(engine(), Puts({{"a", "1"}}));
  absl::SleepFor(absl::Milliseconds(2));
  const auto first = CommitNow(engine(), WithRequest({}, "id", "hash", "unchanged"));
  MustCommit(engine(), Puts({{"a", "2"}}));
  const auto second = CommitNow(engine(), WithRequest(Puts({{"a", "3"}}), "id", "hash", ""));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_FALSE(first->replayed);
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->result, "unchanged");
  for (const auto& answer : {first, second}) {
    EXPECT_EQ(answer->revision, base->revision);
    EXPECT_EQ(answer->time, base->time);
  }
  EXPECT_EQ(Read(engine(), "a"), "2");
}

TEST_P(RequestTest, FindTellsWhatBecameOfOne) {
  EXPECT_FALSE(FindNow(engine(), "id", "hash")->replayed);
  const auto made = CommitNow(engine(), WithRequest(Puts({{"a", "1"}}), "id", "hash", "result"));
  const auto found = FindNow(engine(), "id", "hash");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(found->replayed);
  EXPECT_EQ(found->result, "result");
  EXPECT_EQ(found->revision, made->revision);
  EXPECT_EQ(found->time, made->time);
  EXPECT_THAT(FindNow(engine(), "id", "other"), FailsWith(kInvalid, v1::ERROR_REASON_REQUEST_ID_REUSED));
  // Looking leaves no trace.
  EXPECT_FALSE(FindNow(engine(), "never", "hash")->replayed);
  EXPECT_FALSE(FindNow(engine(), "never", "other hash")->replayed);
  EXPECT_EQ(engine().Latest(), 1);
}

TEST_P(RequestTest, FindComesBehindWhatWasHandedInBefore) {
  for (int round = 0; round < 20; ++round) {
    const std::string id = absl::StrCat(round);
    engine().Commit(WithRequest(Adds("n", 1), id, "hash", ""), [](const auto&) {});
    EXPECT_TRUE(FindNow(engine(), id, "hash")->replayed);
  }
}

TEST_P(RequestTest, SurvivesReopening) {
  const auto first = CommitNow(engine(), WithRequest(Puts({{"a", "1"}}), "id", "hash", std::string("\0\xff", 2)));
  Reopen();
  const auto again = CommitNow(engine(), WithRequest(Puts({{"a", "2"}}), "id", "hash", ""));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->result, std::string("\0\xff", 2));
  EXPECT_EQ(again->revision, first->revision);
  EXPECT_EQ(again->time, first->time);
}

TEST_P(RequestTest, IsForgottenAfterItsTime) {
  StoreSettings settings;
  settings.requests = absl::Seconds(1);
  Reopen(settings);
  MustCommit(engine(), WithRequest(Puts({{"a", "1"}}), "old", "hash", ""));
  absl::SleepFor(absl::Milliseconds(1050));
  // An empty batch counts from when it was asked for, not from the commit that it answers with.
  MustCommit(engine(), WithRequest({}, "young", "hash", ""));
  ASSERT_TRUE(engine().Compact().ok());
  EXPECT_TRUE(FindNow(engine(), "young", "hash")->replayed);
  EXPECT_FALSE(FindNow(engine(), "old", "hash")->replayed);
}

}  // namespace
}  // namespace lectern::storage
