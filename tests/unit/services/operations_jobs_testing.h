// Jobs on a store in memory, for the tests of operations.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "google/protobuf/wrappers.pb.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "services/operations/jobs.h"
#include "services/operations/operation_name.h"
#include "storage/records/index_upkeep.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace lectern::operations {

using google::longrunning::Operation;
using google::protobuf::Any;

inline Any Packed(const std::string& text) {
  google::protobuf::StringValue value;
  value.set_value(text);
  Any packed;
  packed.PackFrom(value);
  return packed;
}

// The text of Packed(); "-" where it is none.
inline std::string Text(const Any& packed) {
  google::protobuf::StringValue value;
  return packed.UnpackTo(&value) ? value.value() : "-";
}

inline std::string ReasonIn(const Operation& operation) {
  google::rpc::ErrorInfo info;
  for (const Any& detail : operation.error().details())
    if (detail.UnpackTo(&info)) return info.reason();
  return "";
}

// Runs until it is asked to stop.
inline absl::StatusOr<Any> RunUntilStopped(JobContext& context) {
  for (;;) {
    if (absl::Status wanted = context.StillWanted(); !wanted.ok()) return wanted;
    absl::SleepFor(absl::Milliseconds(1));
  }
}

class JobsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    storage::rocks::RocksDbOptions options;
    options.in_memory = true;
    engine_ = storage::rocks::OpenRocksDb(options).value();
    options_.progress_interval = absl::Milliseconds(200);
    options_.retry_interval = absl::Milliseconds(20);
  }

  // A new set of jobs on the same store, as after a start of the server; types are those in types_.
  void Restart() {
    jobs_.reset();
    jobs_ = std::make_unique<Jobs>(*engine_, options_);
    for (const JobType& type : types_) jobs_->Register(type);
    ASSERT_TRUE(jobs_->Open().ok());
  }

  absl::StatusOr<std::string> TryStart(const std::string& type, const std::string& arguments = "") {
    absl::StatusOr<NewOperation> made = jobs_->New({type, "key:me", Packed(arguments), {}});
    if (!made.ok()) return made.status();
    std::promise<absl::StatusOr<Operation>> started;
    jobs_->Start(*std::move(made), "test",
                 [&started](absl::StatusOr<Operation> operation) { started.set_value(std::move(operation)); });
    absl::StatusOr<Operation> operation = started.get_future().get();
    if (!operation.ok()) return operation.status();
    return operation->name();
  }
  std::string Start(const std::string& type, const std::string& arguments = "") {
    return TryStart(type, arguments).value();
  }

  absl::Status Cancel(const std::string& name) {
    std::promise<absl::Status> done;
    jobs_->Cancel(name, "key:me", [&done](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }
  absl::Status Discard(const std::string& name) {
    std::promise<absl::Status> done;
    jobs_->Discard(name, "key:me", [&done](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }

  std::optional<StoredOperation> Stored(const std::string& name) {
    return ReadOperation(*engine_->OpenSnapshot().value(), KeyOfOperation(name).value()).value();
  }
  std::vector<std::string> AllNames() {
    std::vector<std::string> names;
    EXPECT_TRUE(ForEachOperation(*engine_->OpenSnapshot().value(), storage::Direction::kForward, "",
                                 [&](const std::string&, const StoredOperation& operation) {
                                   names.push_back(operation.operation().name());
                                   return true;
                                 })
                    .ok());
    return names;
  }

  // Waits until `holds` does; false after 20 s.
  static bool Eventually(const std::function<bool()>& holds) {
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    while (absl::Now() < deadline) {
      if (holds()) return true;
      absl::SleepFor(absl::Milliseconds(2));
    }
    return holds();
  }
  // The operation once it has ended.
  Operation Ended(const std::string& name) {
    EXPECT_TRUE(Eventually([&] {
      const auto stored = Stored(name);
      return stored && stored->operation().done();
    })) << name;
    return Stored(name).value_or(StoredOperation()).operation();
  }

  std::unique_ptr<storage::Engine> engine_;
  JobsOptions options_;
  std::vector<JobType> types_;
  std::unique_ptr<Jobs> jobs_;
};

}  // namespace lectern::operations
