// Erase and Rewrite: what is gone for good, and what stays as it was beside it.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/conformance/engine/harness.h"

namespace lectern::storage {
namespace {

using std::string_literals::operator""s;

constexpr auto kAborted = absl::StatusCode::kAborted;

CommitRequest Erases(const std::string& key, bool logged = false) {
  CommitRequest request;
  request.batch.Erase(key, logged);
  return request;
}

CommitRequest Rewrites(const std::string& key, Revision revision, const std::string& value) {
  CommitRequest request;
  request.batch.Rewrite(key, revision, value);
  return request;
}

class EraseTest : public EngineTest {
 protected:
  // The value of `key` at every revision.
  std::vector<std::optional<std::string>> History(const std::string& key) {
    std::vector<std::optional<std::string>> values;
    for (Revision at = 0; at <= engine().Latest(); ++at) {
      const auto snapshot = MustOpen(engine(), at);
      values.push_back(Read(*snapshot, key));
      // Every way of reading says the same.
      const Rows rows = Walk(*snapshot, {key, key + '\0'});
      EXPECT_EQ(rows, values.back() ? (Rows{{key, *values.back()}}) : Rows()) << at;
      EXPECT_EQ(Walk(*snapshot, {key, key + '\0'}, Direction::kBackward), rows) << at;
    }
    return values;
  }
  size_t Versions(const std::string& key) { return MustOpen(engine())->Versions(key, {}, 1000)->size(); }
};
LECTERN_CONFORMANCE_SUITE(EraseTest);

TEST_P(EraseTest, TakesTheValueAndItsPast) {
  const std::vector<std::string> neighbours = {"j", "k\0"s, "k\0\0"s, "k\x01", "k\xff", "l"};
  for (int i = 0; i < 3; ++i) {
    MustCommit(engine(), Puts({{"k", absl::StrCat(i)}}));
    for (const std::string& key : neighbours) MustCommit(engine(), Puts({{key, absl::StrCat(i)}}));
  }
  std::map<std::string, std::vector<std::optional<std::string>>> before;
  for (const std::string& key : neighbours) before[key] = History(key);
  MustCommit(engine(), Erases("k"));
  for (const bool compacted : {false, true}) {
    if (compacted) {
      ASSERT_TRUE(engine().Compact().ok());
      Reopen();
    }
    EXPECT_THAT(History("k"), ::testing::Each(std::nullopt));
    EXPECT_EQ(Versions("k"), 0u);
    for (const std::string& key : neighbours) {
      before[key].resize(engine().Latest() + 1, "2");
      EXPECT_EQ(History(key), before[key]);
      EXPECT_EQ(Versions(key), 3u);
    }
  }
}

TEST_P(EraseTest, TakesThePastOfADeletedKeyAndAllowsItAgain) {
  MustCommit(engine(), Puts({{"k", "1"}}));
  MustCommit(engine(), Deletes({"k"}));
  MustCommit(engine(), If(Erases("k"), {{"k", 0}}));
  MustCommit(engine(), If(Puts({{"k", "4"}}), {{"k", 0}}));
  MustCommit(engine(), Puts({{"k", "5"}}));
  EXPECT_EQ(History("k"), (std::vector<std::optional<std::string>>{{}, {}, {}, {}, "4", "5"}));
  EXPECT_EQ(Versions("k"), 2u);
}

TEST_P(EraseTest, OfWhatNeverWasIsNoError) {
  EXPECT_EQ(MustCommit(engine(), Erases("k")), 1);
  EXPECT_EQ(Versions("k"), 0u);
}

TEST_P(EraseTest, IsADeletionInTheLog) {
  MustCommit(engine(), Puts({{"k", "1"}, {"unlogged", "1"}}, true));
  CommitRequest request = Erases("k", true);
  request.batch.Erase("unlogged");
  MustCommit(engine(), std::move(request));
  const auto log = MustLog(engine(), 2);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log[0].key, "k");
  EXPECT_EQ(log[0].kind, Change::Kind::kDelete);
}

TEST_P(EraseTest, WorksWithinAGroup) {
  MustCommit(engine(), Puts({{"k", "before"}, {"l", "before"}}));
  const Revision base = engine().Latest() + 1;  // of the large commit
  const auto outcomes = CommitGroup(
      engine(), {Puts({{"k", "1"}, {"l", "1"}, {"k\x01", "1"}}), Puts({{"k", "2"}, {"l", "2"}, {"k\x01", "2"}}),
                 // Refused: nothing of it may stay.
                 If(Erases("l"), {{"missing", 7}}), Erases("k"), If(Puts({{"k", "4"}}), {{"k", 0}}),
                 Puts({{"k", "5"}, {"l", "5"}}), Erases("new"), Puts({{"new", "1"}}), Erases("new")});
  for (size_t i = 0; i < outcomes.size(); ++i) EXPECT_EQ(outcomes[i].ok(), i != 2) << i << outcomes[i].status();
  for (const bool reopened : {false, true}) {
    if (reopened) Reopen();
    const std::vector<std::optional<std::string>> k = History("k"), l = History("l"), m = History("k\x01");
    const std::vector<std::optional<std::string>> tail_k(k.begin() + base + 1, k.end());
    const std::vector<std::optional<std::string>> tail_l(l.begin() + base + 1, l.end());
    const std::vector<std::optional<std::string>> tail_m(m.begin() + base + 1, m.end());
    EXPECT_EQ(tail_k, (std::vector<std::optional<std::string>>{{}, {}, {}, "4", "5", "5", "5", "5"}));
    EXPECT_EQ(tail_l, (std::vector<std::optional<std::string>>{"1", "2", "2", "2", "5", "5", "5", "5"}));
    EXPECT_EQ(tail_m, (std::vector<std::optional<std::string>>{"1", "2", "2", "2", "2", "2", "2", "2"}));
    EXPECT_EQ(k[1], std::nullopt);
    EXPECT_EQ(l[1], "before");
    EXPECT_THAT(History("new"), ::testing::Contains(std::nullopt).Times(static_cast<int>(k.size())));
    EXPECT_EQ(Versions("k"), 2u);
  }
}

TEST_P(EraseTest, RewriteKeepsRevisionAndTime) {
  for (int i = 1; i <= 4; ++i) MustCommit(engine(), Puts({{"k", absl::StrCat(i)}, {"j", "x"}, {"l", "y"}}));
  MustCommit(engine(), Deletes({"k"}));
  const absl::Time written = engine().Transaction(2)->time;
  MustCommit(engine(), Rewrites("k", 2, "mended"));
  for (const bool reopened : {false, true}) {
    if (reopened) Reopen();
    EXPECT_EQ(History("k"), (std::vector<std::optional<std::string>>{{}, "1", "mended", "3", "4", {}, {}}));
    const auto value = *MustOpen(engine(), 2)->Get("k");
    EXPECT_EQ(value->revision(), 2);
    EXPECT_EQ(value->time(), written);
    EXPECT_EQ(Versions("k"), 4u);
    EXPECT_EQ(Versions("j"), 4u);
  }
}

TEST_P(EraseTest, RewriteTakesWhatItsOwnBatchReplaces) {
  for (const bool rewrite_first : {false, true})
    for (const bool deletes : {false, true}) {
      const std::string key = absl::StrCat(rewrite_first, deletes);
      const Revision first = MustCommit(engine(), Puts({{key, "secret 1"}}));
      const Revision second = MustCommit(engine(), Puts({{key, "secret 2"}}));
      CommitRequest request;
      if (rewrite_first) request.batch.Rewrite(key, second, "mended 2");
      if (deletes)
        request.batch.Delete(key);
      else
        request.batch.Put(key, "new");
      if (!rewrite_first) request.batch.Rewrite(key, second, "mended 2");
      request.batch.Rewrite(key, first, "mended 1");
      const Revision third = MustCommit(engine(), std::move(request));
      EXPECT_EQ(Read(engine(), key, first), "mended 1");
      EXPECT_EQ(Read(engine(), key, second), "mended 2");
      EXPECT_EQ(Read(engine(), key, third), deletes ? std::nullopt : std::optional("new"s));
    }
}

TEST_P(EraseTest, RewriteFailsWhereThereIsNoSuchPastValue) {
  MustCommit(engine(), Puts({{"a", "1"}, {"k", "1"}, {"z", "1"}}));
  MustCommit(engine(), Puts({{"a", "2"}, {"z", "2"}}));
  MustCommit(engine(), Puts({{"k", "3"}}));
  MustCommit(engine(), Puts({{"k", "4"}}));
  MustCommit(engine(), Puts({{"erased", "5"}}));
  MustCommit(engine(), Puts({{"erased", "6"}}));
  MustCommit(engine(), Erases("erased"));
  const Revision latest = engine().Latest();
  const std::pair<std::string, Revision> wrong[] = {{"k", 4},  // the current one
                                                    {"k", 2},       {"k", 0},    {"k", 8},      {"k", -1}, {"b", 1},
                                                    {"missing", 1}, {"k\0"s, 1}, {"erased", 5}, {"zz", 2}};
  for (const auto& [key, revision] : wrong) {
    CommitRequest request = Puts({{"other", "1"}}, true);
    request.batch.Rewrite("k", 1, "mended");
    request.batch.Rewrite(key, revision, "never");
    const auto outcome = CommitNow(engine(), WithRequest(std::move(request), "request", "hash", "result"));
    EXPECT_THAT(outcome, FailsWith(kAborted, v1::ERROR_REASON_WRITE_CONTENTION)) << key << "@" << revision;
    EXPECT_EQ(DetailOf(outcome.status(), "change_index"), "2");
  }
  // Nothing of them was written.
  EXPECT_EQ(engine().Latest(), latest);
  EXPECT_EQ(Read(engine(), "k", 1), "1");
  EXPECT_EQ(Read(engine(), "other"), std::nullopt);
  EXPECT_THAT(MustLog(engine(), 0), ::testing::IsEmpty());
  EXPECT_FALSE(FindNow(engine(), "request", "hash")->replayed);
}

TEST_P(EraseTest, RewriteWorksWithinAGroup) {
  MustCommit(engine(), Puts({{"k", "1"}}));
  const Revision base = engine().Latest() + 1;  // of the large commit
  CommitRequest both;
  both.batch.Put("k", "4");
  both.batch.Rewrite("k", base + 2, "mended 2");
  CommitRequest refused = Rewrites("k", base + 1, "never");
  refused.batch.Rewrite("k", base + 7, "never");
  const auto outcomes = CommitGroup(
      engine(), {Puts({{"k", "+1"}}), Puts({{"k", "+2"}}), Rewrites("k", base + 1, "mended"), std::move(both),
                 std::move(refused), Rewrites("k", 1, "old"), Rewrites("k", base + 1, "mended again"),
                 Puts({{"l", "1"}}), Puts({{"l", "2"}}), Erases("l"), Rewrites("l", base + 7, "never")});
  for (size_t i = 0; i < outcomes.size(); ++i) EXPECT_EQ(outcomes[i].ok(), i != 4 && i != 10) << i;
  for (const bool reopened : {false, true}) {
    if (reopened) Reopen();
    EXPECT_EQ(Read(engine(), "k", 1), "old");
    EXPECT_EQ(Read(engine(), "k", base + 1), "mended again");
    EXPECT_EQ(Read(engine(), "k", base + 2), "mended 2");
    EXPECT_EQ(Read(engine(), "k", base + 3), "mended 2");
    EXPECT_EQ(Read(engine(), "k"), "4");
    EXPECT_EQ(Versions("k"), 4u);
    EXPECT_EQ(Versions("l"), 0u);
  }
}

TEST_P(EraseTest, LimitsHold) {
  MustCommit(engine(), Puts({{"k", "1"}}));
  MustCommit(engine(), Puts({{"k", "2"}}));
  const auto exceeded = FailsWith(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED);
  EXPECT_THAT(CommitNow(engine(), Rewrites("k", 1, std::string(kMaxValueBytes + 1, 'v'))), exceeded);
  EXPECT_THAT(CommitNow(engine(), Rewrites("", 1, "v")), exceeded);
  EXPECT_THAT(CommitNow(engine(), Erases("")), exceeded);
  EXPECT_THAT(CommitNow(engine(), Erases(std::string(kMaxKeyBytes + 1, 'k'))), exceeded);
  EXPECT_TRUE(CommitNow(engine(), Rewrites("k", 1, std::string(kMaxValueBytes, 'v'))).ok());
}

TEST_P(EraseTest, CompactWaitsForOlderSnapshots) {
  StoreSettings settings;
  settings.compact_patience = absl::Seconds(1);
  Reopen(settings);
  MustCommit(engine(), Puts({{"k", "1"}}));
  auto older = MustOpen(engine());
  MustCommit(engine(), Erases("k"));
  const auto newer = MustOpen(engine());
  EXPECT_THAT(engine().Compact(), FailsWith(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED));
  older.reset();
  EXPECT_TRUE(engine().Compact().ok());
  // The newest snapshot, which an idle store keeps ready, is nobody's business.
  EXPECT_EQ(Read(*newer, "k"), std::nullopt);
}

}  // namespace
}  // namespace lectern::storage
