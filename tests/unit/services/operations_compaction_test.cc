// The job that compacts the store.
#include <atomic>

#include "absl/strings/str_cat.h"
#include "lectern/v1/admin_service.pb.h"
#include "services/operations/compaction.h"
#include "storage/engine/fault.h"
#include "tests/unit/services/operations_jobs_testing.h"

namespace lectern::operations {
namespace {

// An engine whose compactions a test counts, holds up and lets fail.
class WatchedEngine final : public storage::Engine {
 public:
  explicit WatchedEngine(std::unique_ptr<storage::Engine> engine) : engine_(std::move(engine)) {}

  std::atomic<int> compactions{0}, at_once{0}, most_at_once{0};
  std::atomic<bool> held{false}, failing{false};

  void Reclaim(const storage::KeyRange& range) override { engine_->Reclaim(range); }
  absl::Status Compact() override {
    most_at_once = std::max(most_at_once.load(), ++at_once);
    ++compactions;
    while (held) absl::SleepFor(absl::Milliseconds(1));
    --at_once;
    if (failing)
      return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY, "the store cannot be compacted");
    return engine_->Compact();
  }
  storage::StoreIdentity Identity() const override { return engine_->Identity(); }
  void Commit(storage::CommitRequest request, CommitCallback done) override {
    engine_->Commit(std::move(request), std::move(done));
  }
  void FindRequest(std::string key, std::string hash, CommitCallback done) override {
    engine_->FindRequest(std::move(key), std::move(hash), std::move(done));
  }
  absl::StatusOr<std::shared_ptr<const storage::Snapshot>> OpenSnapshot(
      std::optional<storage::Revision> at) const override {
    return engine_->OpenSnapshot(at);
  }
  absl::StatusOr<std::optional<storage::Value>> GetAt(std::string_view key, storage::Revision at) const override {
    return engine_->GetAt(key, at);
  }
  absl::StatusOr<std::vector<storage::LogRow>> Log(storage::Revision from, size_t limit) const override {
    return engine_->Log(from, limit);
  }
  absl::StatusOr<storage::TransactionInfo> Transaction(storage::Revision revision) const override {
    return engine_->Transaction(revision);
  }
  void WaitFor(storage::Revision revision, absl::Time deadline, WaitCallback done) override {
    engine_->WaitFor(revision, deadline, std::move(done));
  }
  storage::Revision Latest() const override { return engine_->Latest(); }
  storage::Revision Oldest() const override { return engine_->Oldest(); }
  bool Writable() const override { return engine_->Writable(); }
  int64_t DiskBytes() const override { return engine_->DiskBytes(); }

 private:
  const std::unique_ptr<storage::Engine> engine_;
};

class CompactionTest : public JobsTest {
 protected:
  void SetUp() override {
    JobsTest::SetUp();
    auto watched = std::make_unique<WatchedEngine>(std::move(engine_));
    watched_ = watched.get();
    engine_ = std::move(watched);
    types_ = {CompactionJob(*engine_, [](const JobContext&) { return absl::OkStatus(); }), {"wait", RunUntilStopped}};
    Restart();
  }
  void TearDown() override { watched_->held = false; }

  // As an erasure does: with a commit of its own.
  std::string Commit(bool begin = true) {
    const NewOperation made = jobs_->New(CompactionOrder("key:me", absl::Now())).value();
    storage::CommitRequest commit;
    commit.batch.Put(made.key, made.value);
    EXPECT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
    if (begin) jobs_->Begin(made.name());
    return made.name();
  }

  WatchedEngine* watched_ = nullptr;
};

TEST_F(CompactionTest, SaysWhatTheStoreTakes) {
  storage::CommitRequest commit;
  for (int i = 0; i < 10; ++i) commit.batch.Put(absl::StrCat("x", i), std::string(60'000, 'x'));
  ASSERT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
  const Operation operation = Ended(Commit());
  v1::CompactResponse response;
  v1::CompactMetadata metadata;
  ASSERT_TRUE(operation.response().UnpackTo(&response)) << operation.DebugString();
  ASSERT_TRUE(operation.metadata().UnpackTo(&metadata));
  EXPECT_GT(response.bytes_before(), 600'000);
  EXPECT_GT(response.bytes_after(), 0);
  // What compresses well leaves the log for a table.
  EXPECT_LT(response.bytes_after(), response.bytes_before());
  EXPECT_GT(metadata.start_time().seconds(), 0);
  EXPECT_GE(metadata.end_time().seconds(), metadata.start_time().seconds());
}

TEST_F(CompactionTest, OneAfterAnotherAndNoMoreThanNeeded) {
  watched_->held = true;
  std::vector<std::string> names{Commit()};
  ASSERT_TRUE(Eventually([&] { return watched_->compactions == 1; }));
  // What is asked for from here on is not covered by the one that runs, but one more covers all of it.
  for (int i = 0; i < 5; ++i) names.push_back(Commit());
  // They wait without a thread: other jobs get theirs.
  std::promise<std::string> other;
  jobs_->Start(jobs_->New({"wait", "key:me", {}, {}}).value(), "test",
               [&other](absl::StatusOr<Operation> operation) { other.set_value(operation->name()); });
  const std::string waiting = other.get_future().get();
  EXPECT_TRUE(Eventually([&] { return Stored(waiting)->has_start_time(); }));
  EXPECT_FALSE(Stored(names[1])->operation().done());
  watched_->held = false;
  for (const std::string& name : names) EXPECT_TRUE(Ended(name).has_response()) << name;
  EXPECT_EQ(watched_->compactions, 2);
  EXPECT_EQ(watched_->most_at_once, 1);
  EXPECT_TRUE(Ended(Commit()).has_response());
  EXPECT_EQ(watched_->compactions, 3);
}

TEST_F(CompactionTest, AFailedOneCoversNothing) {
  watched_->failing = true;
  EXPECT_EQ(ReasonIn(Ended(Commit())), "STORE_READ_ONLY");
  const std::string late = Commit(/*begin=*/false);
  watched_->failing = false;
  jobs_->Begin(late);
  EXPECT_TRUE(Ended(late).has_response());
  EXPECT_EQ(watched_->compactions, 2);
}

}  // namespace
}  // namespace lectern::operations
