// Jobs within one life of the server.
#include <algorithm>
#include <atomic>
#include <latch>
#include <set>

#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "tests/unit/services/operations_jobs_testing.h"

namespace lectern::operations {
namespace {

TEST_F(JobsTest, AJobGivesItsOperationAResponse) {
  std::vector<JobRecord> records;
  std::mutex mutex;
  options_.observer = [&](const JobRecord& record) {
    std::lock_guard lock(mutex);
    records.push_back(record);
  };
  types_ = {{"echo", [](JobContext& context) -> absl::StatusOr<Any> {
               EXPECT_EQ(context.principal(), "key:me");
               EXPECT_TRUE(context.Progress(google::protobuf::StringValue()).ok());
               google::protobuf::StringValue last;
               last.set_value("nearly there");
               EXPECT_TRUE(context.Progress(last).ok());
               return Packed(Text(context.arguments()) + "!");
             }}};
  Restart();
  const std::string name = Start("echo", "hello");
  const Operation operation = Ended(name);
  EXPECT_EQ(operation.name(), name);
  EXPECT_EQ(Text(operation.response()), "hello!");
  EXPECT_EQ(Text(operation.metadata()), "nearly there");
  const StoredOperation stored = Stored(name).value();
  EXPECT_EQ(stored.type(), "echo");
  EXPECT_EQ(stored.principal(), "key:me");
  EXPECT_LE(FromTimestamp(stored.create_time()), FromTimestamp(stored.start_time()));
  EXPECT_LE(FromTimestamp(stored.start_time()), FromTimestamp(stored.end_time()));
  EXPECT_TRUE(Eventually([&] {
    std::lock_guard lock(mutex);
    return records.size() == 1;
  }));
  EXPECT_EQ(records[0].name, name);
  EXPECT_EQ(records[0].type, "echo");
  EXPECT_TRUE(records[0].status.ok());
  // Every commit says what it belongs to.
  EXPECT_EQ(engine_->Transaction(engine_->Latest())->operation, name);
  EXPECT_EQ(engine_->Transaction(engine_->Latest())->principal, "key:me");
}

TEST_F(JobsTest, AnErrorIsThatOfACall) {
  types_ = {{"refuse",
             [](JobContext&) -> absl::StatusOr<Any> {
               return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PUBLICATION_NOT_CLEARED,
                            "no review");
             }},
            {"break", [](JobContext&) -> absl::StatusOr<Any> { return absl::DataLossError("/secret/path"); }}};
  Restart();
  const Operation refused = Ended(Start("refuse"));
  EXPECT_EQ(refused.error().code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(refused.error().message(), "no review");
  EXPECT_EQ(ReasonIn(refused), "PUBLICATION_NOT_CLEARED");
  const Operation broken = Ended(Start("break"));
  EXPECT_EQ(broken.error().code(), static_cast<int>(absl::StatusCode::kInternal));
  EXPECT_EQ(ReasonIn(broken), "INTERNAL_FAULT");
  EXPECT_EQ(broken.SerializeAsString().find("secret"), std::string::npos);
  EXPECT_NE(broken.error().message().find(broken.name()), std::string::npos);
}

TEST_F(JobsTest, ACancelledJobEndsAsCancelled) {
  types_ = {{"wait", RunUntilStopped}};
  Restart();
  const std::string name = Start("wait");
  ASSERT_TRUE(Eventually([&] { return Stored(name)->has_start_time(); }));
  ASSERT_TRUE(Cancel(name).ok());
  ASSERT_TRUE(Stored(name)->cancel_requested());
  const Operation operation = Ended(name);
  EXPECT_EQ(operation.error().code(), static_cast<int>(absl::StatusCode::kCancelled));
  EXPECT_EQ(ReasonIn(operation), "OPERATION_CANCELLED");
  // What has ended stays as it is.
  const storage::Revision before = engine_->Latest();
  EXPECT_TRUE(Cancel(name).ok());
  EXPECT_EQ(engine_->Latest(), before);
  EXPECT_EQ(ReasonOf(Cancel("operations/none")), v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(JobsTest, AJobThatIsDoneBeforeItNoticesIsNotCancelled) {
  std::latch running(1), cancelled(1);
  types_ = {{"deaf", [&](JobContext&) -> absl::StatusOr<Any> {
               running.count_down();
               cancelled.wait();
               return Packed("done all the same");
             }}};
  Restart();
  const std::string name = Start("deaf");
  running.wait();
  ASSERT_TRUE(Cancel(name).ok());
  cancelled.count_down();
  EXPECT_EQ(Text(Ended(name).response()), "done all the same");
}

TEST_F(JobsTest, ACancelledJobThatWaitsForItsTurnNeverRuns) {
  options_.threads = 1;
  std::atomic<int> runs = 0;
  types_ = {{"wait", RunUntilStopped}, {"count", [&](JobContext&) -> absl::StatusOr<Any> {
                                          ++runs;
                                          return Packed("");
                                        }}};
  Restart();
  const std::string first = Start("wait");
  const std::string second = Start("count");
  ASSERT_TRUE(Cancel(second).ok());
  EXPECT_EQ(ReasonIn(Ended(second)), "OPERATION_CANCELLED");
  EXPECT_FALSE(Stored(first)->operation().done());
  ASSERT_TRUE(Cancel(first).ok());
  Ended(first);
  EXPECT_EQ(runs, 0);
}

TEST_F(JobsTest, ProgressIsStoredSoonButNotEachTime) {
  std::atomic<bool> go_on = true;
  types_ = {{"count", [&](JobContext& context) -> absl::StatusOr<Any> {
               google::protobuf::StringValue step;
               for (int i = 0; go_on; ++i) {
                 step.set_value(std::to_string(i));
                 EXPECT_TRUE(context.Progress(step).ok());
                 absl::SleepFor(absl::Milliseconds(1));
               }
               step.set_value("last");
               EXPECT_TRUE(context.Progress(step).ok());
               return Packed("");
             }}};
  Restart();
  const std::string name = Start("count");
  ASSERT_TRUE(Eventually([&] { return Text(Stored(name)->operation().metadata()) != "-"; }));
  const storage::Revision before = engine_->Latest();
  const absl::Time begin = absl::Now();
  absl::SleepFor(absl::Seconds(1));
  const auto most = static_cast<storage::Revision>((absl::Now() - begin) / options_.progress_interval) + 2;
  const storage::Revision commits = engine_->Latest() - before;
  EXPECT_GE(commits, 2);
  EXPECT_LE(commits, most);
  go_on = false;
  EXPECT_EQ(Text(Ended(name).metadata()), "last");
}

TEST_F(JobsTest, TheLastProgressOfAQuietJobIsStoredWithoutAnother) {
  std::latch leave(1);
  types_ = {{"quiet", [&](JobContext& context) -> absl::StatusOr<Any> {
               google::protobuf::StringValue step;
               for (const char* text : {"one", "two", "three"}) {
                 step.set_value(text);
                 EXPECT_TRUE(context.Progress(step).ok());
               }
               leave.wait();
               return Packed("");
             }}};
  Restart();
  const std::string name = Start("quiet");
  EXPECT_TRUE(Eventually([&] { return Text(Stored(name)->operation().metadata()) == "three"; }));
  leave.count_down();
  Ended(name);
}

TEST_F(JobsTest, AnOperationCanBeAPartOfAnotherCommit) {
  types_ = {{"echo", [](JobContext& context) -> absl::StatusOr<Any> { return context.arguments(); }}};
  Restart();
  const NewOperation made = jobs_->New({"echo", "key:me", Packed("x"), Packed("begin")}).value();
  // Not durable yet: nothing to run, and no harm done.
  jobs_->Begin(made.name());
  EXPECT_FALSE(Stored(made.name()));
  storage::CommitRequest commit;
  commit.batch.Put(made.key, made.value);
  commit.batch.Put("other", "row");
  ASSERT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
  // As often as one likes: whoever does not know how its commit ended may begin it as well.
  EXPECT_TRUE(Eventually([&] {
    jobs_->Begin(made.name());
    return Stored(made.name())->operation().done();
  }));
  EXPECT_EQ(Text(Ended(made.name()).response()), "x");
  EXPECT_EQ(Text(Ended(made.name()).metadata()), "begin");
}

TEST_F(JobsTest, OneThatNobodyHasBegunCanBeCancelled) {
  types_ = {{"echo", RunUntilStopped}};
  Restart();
  const NewOperation made = jobs_->New({"echo", "key:me", {}, {}}).value();
  storage::CommitRequest commit;
  commit.batch.Put(made.key, made.value);
  ASSERT_TRUE(storage::CommitAndWait(*engine_, std::move(commit)).ok());
  ASSERT_TRUE(Cancel(made.name()).ok());
  EXPECT_EQ(ReasonIn(Ended(made.name())), "OPERATION_CANCELLED");
}

TEST_F(JobsTest, OfASingleTypeThereIsOneAtATime) {
  types_ = {{"one", RunUntilStopped, /*resumable=*/true, /*single=*/true}, {"many", RunUntilStopped}};
  options_.threads = 8;
  Restart();
  // Also where several ask before the first is durable.
  std::vector<std::promise<std::string>> started(8);
  for (auto& promise : started)
    jobs_->Start(jobs_->New({"one", "key:me", {}, {}}).value(), "test",
                 [&promise](absl::StatusOr<Operation> operation) { promise.set_value(operation.value().name()); });
  std::set<std::string> names;
  for (auto& promise : started) names.insert(promise.get_future().get());
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(AllNames().size(), 1U);
  const std::string first = *names.begin();
  EXPECT_EQ(Start("one"), first);
  EXPECT_NE(Start("many"), Start("many"));
  // After a restart as well.
  Restart();
  EXPECT_EQ(Start("one"), first);
  // One that will not do its work, or whose result is not kept, is none to join.
  ASSERT_TRUE(Discard(first).ok());
  const std::string second = Start("one");
  EXPECT_NE(second, first);
  ASSERT_TRUE(Cancel(second).ok());
  EXPECT_NE(Start("one"), second);
}

TEST_F(JobsTest, WhatHasEndedIsDroppedWhenDeleted) {
  types_ = {{"quick", [](JobContext&) -> absl::StatusOr<Any> { return Packed(""); }}, {"wait", RunUntilStopped}};
  Restart();
  const std::string quick = Start("quick");
  Ended(quick);
  ASSERT_TRUE(Discard(quick).ok());
  EXPECT_FALSE(Stored(quick));
  EXPECT_EQ(ReasonOf(Discard(quick)), v1::ERROR_REASON_RESOURCE_NOT_FOUND);

  // What runs goes on, and goes when it ends.
  const std::string slow = Start("wait");
  std::promise<Operation> ended;
  ASSERT_TRUE(jobs_->Wait(slow, absl::Now() + absl::Seconds(20), [&ended](std::optional<Operation> operation) {
    ended.set_value(operation.value_or(Operation()));
  }));
  ASSERT_TRUE(Discard(slow).ok());
  ASSERT_TRUE(Discard(slow).ok());
  ASSERT_TRUE(Stored(slow));
  EXPECT_FALSE(Stored(slow)->cancel_requested());
  ASSERT_TRUE(Cancel(slow).ok());
  EXPECT_TRUE(Eventually([&] { return !Stored(slow); }));
  // Who waits is still told how it ended.
  EXPECT_EQ(ReasonIn(ended.get_future().get()), "OPERATION_CANCELLED");
}

TEST_F(JobsTest, WaitersAreToldOnce) {
  types_ = {{"wait", RunUntilStopped}};
  Restart();
  const std::string name = Start("wait");
  std::atomic<int> timed_out = 0, told = 0, stopped = 0;
  const auto soon = absl::Now() + absl::Milliseconds(50);
  const auto late = absl::Now() + absl::Seconds(60);
  ASSERT_TRUE(jobs_->Wait(name, soon, [&](const auto& ended) { timed_out += ended ? 100 : 1; }));
  ASSERT_TRUE(jobs_->Wait(name, late, [&](const auto& ended) { told += ended && ended->done() ? 1 : 100; }));
  ASSERT_TRUE(jobs_->Wait("operations/other", late, [&](const auto& ended) { stopped += ended ? 100 : 1; }));
  const auto forgotten = jobs_->Wait(name, late, [&](const auto&) { told += 1000; });
  EXPECT_TRUE(Eventually([&] { return timed_out == 1; }));
  EXPECT_TRUE(jobs_->ForgetWaiter(*forgotten));
  EXPECT_FALSE(jobs_->ForgetWaiter(*forgotten));
  EXPECT_EQ(told, 0);
  ASSERT_TRUE(Cancel(name).ok());
  EXPECT_TRUE(Eventually([&] { return told > 0; }));
  EXPECT_EQ(stopped, 0);
  jobs_->AskStop();
  EXPECT_EQ(stopped, 1);
  ASSERT_TRUE(jobs_->Wait(name, late, [&](const auto& ended) { stopped += ended ? 100 : 1; }));
  EXPECT_EQ(stopped, 2);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(timed_out, 1);
}

TEST_F(JobsTest, WaitersAreBounded) {
  types_ = {{"wait", RunUntilStopped}};
  Restart();
  std::atomic<size_t> told = 0;
  for (size_t i = 0; i < Waiters::kMost; ++i)
    ASSERT_TRUE(jobs_->Wait("operations/x", absl::Now() + absl::Seconds(60), [&](const auto&) { ++told; }));
  EXPECT_FALSE(jobs_->Wait("operations/x", absl::Now() + absl::Seconds(60), [&](const auto&) { told += 10000; }));
  jobs_->AskStop();
  EXPECT_EQ(told, Waiters::kMost);
}

TEST_F(JobsTest, WhatAnOperationHoldsIsBounded) {
  types_ = {{"large", [](JobContext& context) -> absl::StatusOr<Any> {
               google::protobuf::StringValue metadata;
               metadata.set_value(std::string(kMaxMetadataBytes, 'x'));
               EXPECT_EQ(ReasonOf(context.Progress(metadata)), v1::ERROR_REASON_LIMIT_EXCEEDED);
               metadata.mutable_value()->resize(kMaxMetadataBytes - 100);
               EXPECT_TRUE(context.Progress(metadata).ok());
               return Packed(std::string(std::stoul(Text(context.arguments())), 'y'));
             }}};
  Restart();
  EXPECT_EQ(ReasonOf(TryStart("large", std::string(kMaxArgumentBytes, 'x')).status()), v1::ERROR_REASON_LIMIT_EXCEEDED);
  EXPECT_TRUE(Ended(Start("large", std::to_string(kMaxResponseBytes - 100))).has_response());
  EXPECT_EQ(ReasonIn(Ended(Start("large", std::to_string(kMaxResponseBytes)))), "LIMIT_EXCEEDED");
}

TEST_F(JobsTest, UnfinishedOnesAreBounded) {
  options_.most_unfinished = 3;
  types_ = {{"wait", RunUntilStopped}};
  Restart();
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) names.push_back(Start("wait"));
  EXPECT_EQ(ReasonOf(TryStart("wait").status()), v1::ERROR_REASON_OVERLOADED);
  ASSERT_TRUE(Cancel(names[0]).ok());
  EXPECT_TRUE(Eventually([&] { return TryStart("wait").ok(); }));
}

TEST_F(JobsTest, OldOperationsAreDroppedAtAnEnd) {
  options_.keep_most = 3;
  options_.threads = 1;
  types_ = {{"quick", [](JobContext&) -> absl::StatusOr<Any> { return Packed(""); }}};
  Restart();
  std::vector<std::string> names;
  for (int i = 0; i < 8; ++i) {
    names.push_back(Start("quick"));
    ASSERT_TRUE(Eventually([&] { return !Stored(names.back()) || Stored(names.back())->operation().done(); }));
  }
  std::vector<std::string> newest(names.end() - 3, names.end());
  std::sort(newest.begin(), newest.end());  // names of one millisecond are in no order of their own
  EXPECT_TRUE(Eventually([&] { return AllNames() == newest; }));
  options_.keep = absl::ZeroDuration();
  Restart();
  EXPECT_TRUE(Eventually([&] { return AllNames().empty(); }));
}

}  // namespace
}  // namespace lectern::operations
