// Operations over the ends of servers: what goes on, what cannot, and stores that cannot write for a while.
#include <algorithm>
#include <atomic>
#include <map>
#include <random>

#include "rocksdb/env.h"
#include "storage/engine/fault.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/temp_directory.h"
#include "tests/unit/services/operations_jobs_testing.h"

namespace lectern::operations {
namespace {

// Counts in its metadata up to the number in its arguments, from where a run before stood.
absl::StatusOr<Any> CountUp(JobContext& context) {
  const std::string before = Text(context.metadata());
  int step = before == "-" ? 0 : std::stoi(before);
  for (const int last = std::stoi(Text(context.arguments())); step < last;) {
    if (absl::Status wanted = context.StillWanted(); !wanted.ok()) return wanted;
    absl::SleepFor(absl::Milliseconds(1));
    google::protobuf::StringValue metadata;
    metadata.set_value(std::to_string(++step));
    EXPECT_TRUE(context.Progress(metadata).ok());
  }
  return Packed("counted to " + std::to_string(step));
}

TEST_F(JobsTest, AResumableJobGoesOnWhereItStood) {
  types_ = {{"count", CountUp, /*resumable=*/true}};
  Restart();
  const std::string name = Start("count", "1000000");
  const auto count = [&] { return std::atoi(Text(Stored(name)->operation().metadata()).c_str()); };
  ASSERT_TRUE(Eventually([&] { return count() > 0; }));
  jobs_.reset();
  ASSERT_FALSE(Stored(name)->operation().done());
  const int stood = count();
  const google::protobuf::Timestamp began = Stored(name)->start_time();
  Restart();
  ASSERT_TRUE(Eventually([&] { return count() > stood; }));
  EXPECT_LT(count(), stood + 100000);
  EXPECT_EQ(Stored(name)->start_time().nanos(), began.nanos());
  ASSERT_TRUE(Cancel(name).ok());
  EXPECT_EQ(ReasonIn(Ended(name)), "OPERATION_CANCELLED");
}

TEST_F(JobsTest, WhatAStopLeavesHasItsNewestMetadata) {
  options_.progress_interval = absl::Hours(1);
  std::atomic<int> newest = 0;
  types_ = {{"count",
             [&](JobContext& context) -> absl::StatusOr<Any> {
               for (;;) {
                 if (absl::Status wanted = context.StillWanted(); !wanted.ok()) return wanted;
                 google::protobuf::StringValue metadata;
                 metadata.set_value(std::to_string(++newest));
                 EXPECT_TRUE(context.Progress(metadata).ok());
                 absl::SleepFor(absl::Milliseconds(1));
               }
             },
             /*resumable=*/true}};
  Restart();
  const std::string name = Start("count");
  ASSERT_TRUE(Eventually([&] { return newest > 20; }));
  jobs_.reset();
  EXPECT_EQ(Text(Stored(name)->operation().metadata()), std::to_string(newest));
}

TEST_F(JobsTest, AnotherJobIsInterrupted) {
  options_.threads = 1;
  types_ = {{"wait", RunUntilStopped}};
  Restart();
  const std::string running = Start("wait");
  const std::string queued = Start("wait");
  ASSERT_TRUE(Eventually([&] { return Stored(running)->has_start_time(); }));
  Restart();
  const Operation operation = Ended(running);
  EXPECT_EQ(operation.error().code(), static_cast<int>(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonIn(operation), "OPERATION_INTERRUPTED");
  // What had not begun has lost nothing.
  ASSERT_TRUE(Eventually([&] { return Stored(queued)->has_start_time(); }));
  EXPECT_FALSE(Stored(queued)->operation().done());
}

TEST_F(JobsTest, WhatIsInterruptedNeedNotWaitForItsTurn) {
  types_ = {{"long", RunUntilStopped, /*resumable=*/true}, {"wait", RunUntilStopped}};
  Restart();
  const std::string first = Start("long");
  const std::string second = Start("wait");
  ASSERT_TRUE(Eventually([&] { return Stored(second)->has_start_time(); }));
  options_.threads = 1;
  Restart();
  EXPECT_EQ(ReasonIn(Ended(second)), "OPERATION_INTERRUPTED");
  EXPECT_FALSE(Stored(first)->operation().done());
}

TEST_F(JobsTest, OneThatWasCancelledBeforeTheStopIsCancelled) {
  std::atomic<bool> deaf = true;
  types_ = {{"deaf", [&](JobContext&) -> absl::StatusOr<Any> {
               while (deaf) absl::SleepFor(absl::Milliseconds(1));
               return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN, "stopping");
             }}};
  Restart();
  const std::string name = Start("deaf");
  ASSERT_TRUE(Eventually([&] { return Stored(name)->has_start_time(); }));
  ASSERT_TRUE(Cancel(name).ok());
  jobs_->AskStop();
  deaf = false;
  Restart();
  EXPECT_EQ(ReasonIn(Ended(name)), "OPERATION_CANCELLED");
}

TEST_F(JobsTest, WhatNoServerKnowsAnyMoreIsInterrupted) {
  types_ = {{"old", RunUntilStopped, /*resumable=*/true}};
  Restart();
  const std::string name = Start("old");
  jobs_.reset();
  types_.clear();
  Restart();
  EXPECT_EQ(ReasonIn(Ended(name)), "OPERATION_INTERRUPTED");
}

TEST_F(JobsTest, ACancelledJobIsNotTakenUpAgain) {
  std::atomic<int> runs = 0;
  std::atomic<bool> deaf = true;
  types_ = {{"deaf",
             [&](JobContext& context) -> absl::StatusOr<Any> {
               ++runs;
               while (deaf) absl::SleepFor(absl::Milliseconds(1));
               return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN, context.name());
             },
             /*resumable=*/true}};
  Restart();
  const std::string name = Start("deaf");
  ASSERT_TRUE(Eventually([&] { return runs == 1; }));
  ASSERT_TRUE(Cancel(name).ok());
  jobs_->AskStop();
  deaf = false;
  Restart();
  EXPECT_EQ(ReasonIn(Ended(name)), "OPERATION_CANCELLED");
  EXPECT_EQ(runs, 1);
}

// Whatever is cancelled, deleted and stopped in between: each operation ends once, and as it was asked to.
TEST_F(JobsTest, EveryOperationEndsAsItWasAskedTo) {
  std::mt19937 random(20260);
  options_.threads = 3;
  options_.progress_interval = absl::Milliseconds(5);
  types_ = {{"count", CountUp, /*resumable=*/true}};
  Restart();
  std::map<std::string, std::string> asked;  // by name: its arguments
  std::set<std::string> cancelled, discarded;
  for (int round = 0; round < 150; ++round) {
    std::vector<std::string> names;
    for (const auto& [name, arguments] : asked) names.push_back(name);
    switch (names.empty() ? 0 : random() % 8) {
      default: {
        const std::string arguments = std::to_string(random() % 20);
        if (const auto name = TryStart("count", arguments); name.ok()) asked[*name] = arguments;
        break;
      }
      case 5:
        if (const std::string& name = names[random() % names.size()]; Cancel(name).ok()) cancelled.insert(name);
        break;
      case 6:
        if (const std::string& name = names[random() % names.size()]; Discard(name).ok()) discarded.insert(name);
        break;
      case 7:
        Restart();
        break;
    }
  }
  ASSERT_GT(cancelled.size(), 3U);
  ASSERT_GT(discarded.size(), 3U);
  for (const auto& [name, arguments] : asked) {
    if (discarded.contains(name)) {
      EXPECT_TRUE(Eventually([&, gone = name] { return !Stored(gone); })) << name;
      continue;
    }
    const Operation operation = Ended(name);
    if (operation.has_response())
      EXPECT_EQ(Text(operation.response()), "counted to " + arguments);
    else
      EXPECT_TRUE(ReasonIn(operation) == "OPERATION_CANCELLED" && cancelled.contains(name)) << operation.DebugString();
  }
}

// A job's end is not lost where the store cannot write when it comes.
TEST_F(JobsTest, AnEndWaitsForAStoreThatCannotWrite) {
  lectern::testing::TempDirectory directory;
  const auto files = std::make_shared<lectern::testing::FaultFileSystem>(rocksdb::Env::Default()->GetFileSystem(),
                                                                         directory.path() / "graveyard");
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
  storage::rocks::RocksDbOptions options;
  options.directory = directory.path() / "data";
  options.env = env.get();
  engine_ = storage::rocks::OpenRocksDb(options).value();
  std::atomic<bool> leave = false;
  types_ = {{"wait", [&](JobContext&) -> absl::StatusOr<Any> {
               while (!leave) absl::SleepFor(absl::Milliseconds(1));
               return Packed("kept");
             }}};
  Restart();
  const std::string name = Start("wait");
  ASSERT_TRUE(Eventually([&] { return Stored(name)->has_start_time(); }));
  rocksdb::IOStatus full = rocksdb::IOStatus::NoSpace("injected");
  full.SetRetryable(true);
  files->Fail({.suffix = ".log", .error = full});
  leave = true;
  ASSERT_TRUE(Eventually([&] { return files->failures() > 0; }));
  EXPECT_EQ(Cancel(name).code(), absl::StatusCode::kUnavailable);
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_FALSE(Stored(name)->operation().done());
  files->StopFailing();
  EXPECT_EQ(Text(Ended(name).response()), "kept");
  jobs_.reset();
  engine_.reset();
}

}  // namespace
}  // namespace lectern::operations
