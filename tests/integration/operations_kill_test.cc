// Operations outlive the process that carries them out, also where it is killed.
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "google/longrunning/operations.grpc.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "lectern/v1/admin_service.grpc.pb.h"
#include "lectern/v1/entry_service.grpc.pb.h"
#include "services/operations/jobs.h"
#include "services/operations/operation_name.h"
#include "storage/records/index_upkeep.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/support/server_process.h"

namespace lectern::testing {
namespace {

namespace lro = google::longrunning;
using google::protobuf::Any;

constexpr int kLast = 5000;  // of operations_jobs_program

int Number(const Any& packed) {
  google::protobuf::Int32Value value;
  return packed.UnpackTo(&value) ? value.value() : -1;
}

std::unique_ptr<storage::Engine> Open(const std::filesystem::path& directory) {
  storage::rocks::RocksDbOptions options;
  options.directory = directory;
  return storage::rocks::OpenRocksDb(options).value();
}

// operations_jobs_program on a data directory: it writes a byte for each step of the job that counts.
class JobsProcess {
 public:
  explicit JobsProcess(const std::filesystem::path& data) : program_(ProgramPath("operations_jobs_program"), {data}) {}

  size_t steps() const { return program_.out().size(); }
  // Waits until it has made so many steps; false where it ended before.
  bool Steps(size_t count) {
    while (program_.Running()) {
      if (steps() >= count) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }
  void Kill() { program_.Kill(); }
  // Waits for its end; its exit code.
  std::optional<int> Wait() { return program_.Wait(std::chrono::seconds(120)); }
  std::string err() const { return program_.err(); }

 private:
  Program program_;
};

std::string Put(storage::Engine& engine, const std::string& type) {
  operations::Jobs jobs(engine, {});
  jobs.Register({type, nullptr});
  const operations::NewOperation made = jobs.New({type, "key:me", {}, {}}).value();
  storage::CommitRequest commit;
  commit.batch.Put(made.key, made.value);
  EXPECT_TRUE(storage::CommitAndWait(engine, std::move(commit)).ok());
  return made.name();
}

operations::StoredOperation ReadStored(const std::filesystem::path& directory, const std::string& name) {
  const auto engine = Open(directory);
  const auto stored =
      operations::ReadOperation(*engine->OpenSnapshot().value(), operations::KeyOfOperation(name).value()).value();
  return stored.value_or(operations::StoredOperation());
}

lro::Operation Read(const std::filesystem::path& directory, const std::string& name) {
  return ReadStored(directory, name).operation();
}

TEST(OperationsKill, AResumableOneGoesOnAndAnotherIsInterrupted) {
  TempDirectory directory;
  const auto data = directory.path() / "data";
  std::string counting, once;
  {
    const auto engine = Open(data);
    counting = Put(*engine, "count");
    once = Put(*engine, "once");
  }
  int stood = -1;
  for (const size_t steps : {200, 1, 300, 2, 400, 350}) {
    JobsProcess process(data);
    ASSERT_TRUE(process.Steps(steps));
    process.Kill();
    const lro::Operation operation = Read(data, counting);
    ASSERT_FALSE(operation.done());
    // Nothing that was stored is lost.
    ASSERT_GE(Number(operation.metadata()), stood);
    stood = Number(operation.metadata());
  }
  EXPECT_GT(stood, 500);
  JobsProcess last(data);
  ASSERT_EQ(last.Wait(), 0) << last.err();
  // Nothing that was stored is done again either.
  EXPECT_EQ(last.steps(), static_cast<size_t>(kLast - stood));
  const lro::Operation counted = Read(data, counting);
  EXPECT_TRUE(counted.done());
  EXPECT_EQ(Number(counted.response()), kLast);
  EXPECT_EQ(Number(counted.metadata()), kLast);
  const lro::Operation interrupted = Read(data, once);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(interrupted.done());
  ASSERT_GT(interrupted.error().details_size(), 0);
  ASSERT_TRUE(interrupted.error().details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "OPERATION_INTERRUPTED");
}

// Fills the store with 8 MiB of text that compresses to next to nothing.
void Fill(const std::shared_ptr<grpc::Channel>& channel, const std::string& key) {
  for (int i = 0; i < 8; ++i) {
    v1::BatchUpsertEntriesRequest request;
    for (int j = 0; j < 64; ++j) {
      v1::Entry& entry = *request.add_items()->mutable_entry();
      entry.set_name("entries/e" + std::to_string(i * 64 + j));
      entry.add_title_lines("A title");
      entry.set_topic("topics/torture");
      entry.add_passages()->set_text(std::string(16 << 10, static_cast<char>('a' + i)));
    }
    grpc::ClientContext context;
    Authorize(context, key);
    v1::BatchUpsertResponse answer;
    ASSERT_TRUE(v1::EntryService::NewStub(channel)->BatchUpsertEntries(&context, request, &answer).ok());
  }
}

std::string Compact(const std::shared_ptr<grpc::Channel>& channel, const std::string& key) {
  grpc::ClientContext context;
  Authorize(context, key);
  lro::Operation operation;
  const grpc::Status status = v1::AdminService::NewStub(channel)->Compact(&context, v1::CompactRequest(), &operation);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return operation.name();
}

// The operation once it has ended.
lro::Operation WaitFor(const std::shared_ptr<grpc::Channel>& channel, const std::string& key, const std::string& name) {
  lro::Operation operation;
  lro::WaitOperationRequest request;
  request.set_name(name);
  for (int i = 0; i < 10 && !operation.done(); ++i) {
    grpc::ClientContext context;
    Authorize(context, key);
    const grpc::Status status = lro::Operations::NewStub(channel)->WaitOperation(&context, request, &operation);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  return operation;
}

// lecternd itself: a compaction that was answered ends, whatever happens to the process.
TEST(OperationsKill, ACompactionThatWasAnsweredEnds) {
  TempDirectory directory;
  const auto data = directory.path() / "data";
  std::vector<std::string> names;
  std::string key;
  int in_the_middle = 0;
  for (int round = 0; in_the_middle < 2; ++round) {
    ASSERT_LT(round, 40) << "no kill ever met a compaction that ran";
    {
      ServerProcess server(data);
      key = server.admin_key();
      if (round == 0) Fill(server.NewChannel(), key);
      names.push_back(Compact(server.NewChannel(), key));
      std::this_thread::sleep_for(std::chrono::milliseconds(5 * (round % 10)));
      server.Kill();
    }
    const operations::StoredOperation stored = ReadStored(data, names.back());
    if (stored.has_start_time() && !stored.operation().done()) ++in_the_middle;
  }
  ServerProcess server(data);
  for (const std::string& name : names) {
    const lro::Operation operation = WaitFor(server.NewChannel(), key, name);
    v1::CompactResponse response;
    v1::CompactMetadata metadata;
    ASSERT_TRUE(operation.response().UnpackTo(&response)) << operation.DebugString();
    ASSERT_TRUE(operation.metadata().UnpackTo(&metadata));
    EXPECT_GT(response.bytes_before(), 0);
    EXPECT_GT(response.bytes_after(), 0);
    EXPECT_LT(response.bytes_after(), 4 << 20);
    EXPECT_GE(metadata.end_time().seconds(), metadata.start_time().seconds());
  }
  EXPECT_EQ(server.Stop(), 0);
}

}  // namespace
}  // namespace lectern::testing
