#include "tests/conformance/engine/harness.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "storage/engine/memory_only.h"

namespace lectern::storage {

void PrintTo(const EngineUnderTest& engine, std::ostream* out) { *out << engine.name; }

void EngineTest::SetUp() {
  const ::testing::TestInfo& info = *::testing::UnitTest::GetInstance()->current_test_info();
  // "Engines/Suite" and "Name/engine".
  std::string suite = info.test_suite_name();
  std::string name = info.name();
  suite = suite.substr(suite.find('/') + 1);
  name = name.substr(0, name.find('/'));
  if (const auto skip = GetParam().skips.find(absl::StrCat(suite, ".", name)); skip != GetParam().skips.end())
    // An engine names what it need not pass, and why, in its declaration.
    GTEST_SKIP() << GetParam().name << " need not pass this: " << skip->second;
  Close();
  store_ = GetParam().make();
  Reopen();
}

void EngineTest::Reopen(const StoreSettings& settings) {
  Close();
  auto opened = store_->Open(settings);
  ASSERT_TRUE(opened.ok()) << opened.status();
  engine_ = *std::move(opened);
}

CommitRequest Puts(const Rows& rows, bool logged) {
  CommitRequest request;
  for (const auto& [key, value] : rows) request.batch.Put(key, value, logged);
  return request;
}

CommitRequest Deletes(const std::vector<std::string>& keys, bool logged) {
  CommitRequest request;
  for (const std::string& key : keys) request.batch.Delete(key, logged);
  return request;
}

CommitRequest Adds(const std::string& key, int64_t delta) {
  CommitRequest request;
  request.batch.Add(key, delta);
  return request;
}

CommitRequest WithRequest(CommitRequest request, std::string key, std::string hash, std::string result) {
  request.request = RequestRow{std::move(key), std::move(hash), std::move(result)};
  return request;
}

CommitRequest If(CommitRequest request, std::vector<Precondition> preconditions) {
  request.preconditions = std::move(preconditions);
  return request;
}

std::vector<absl::StatusOr<CommitResult>> CommitAll(Engine& engine, std::vector<CommitRequest> requests) {
  std::vector<absl::StatusOr<CommitResult>> outcomes(requests.size(), absl::UnknownError("not called back"));
  std::mutex mutex;
  std::condition_variable all;
  size_t waiting = requests.size();
  for (size_t i = 0; i < requests.size(); ++i)
    engine.Commit(std::move(requests[i]), [&, i](absl::StatusOr<CommitResult> outcome) {
      std::lock_guard lock(mutex);
      outcomes[i] = std::move(outcome);
      if (--waiting == 0) all.notify_all();
    });
  std::unique_lock lock(mutex);
  all.wait(lock, [&] { return waiting == 0; });
  return outcomes;
}

std::vector<absl::StatusOr<CommitResult>> CommitGroup(Engine& engine, std::vector<CommitRequest> requests) {
  CommitRequest large;
  for (int i = 0; i < 12; ++i) large.batch.Put(absl::StrCat("\xfflarge/", i), std::string(1 << 20, 'x'));
  requests.insert(requests.begin(), std::move(large));
  auto outcomes = CommitAll(engine, std::move(requests));
  EXPECT_TRUE(outcomes.front().ok()) << outcomes.front().status();
  outcomes.erase(outcomes.begin());
  return outcomes;
}

absl::StatusOr<CommitResult> CommitNow(Engine& engine, CommitRequest request) {
  std::vector<CommitRequest> requests;
  requests.push_back(std::move(request));
  return CommitAll(engine, std::move(requests)).front();
}

Revision MustCommit(Engine& engine, CommitRequest request) {
  const auto outcome = CommitNow(engine, std::move(request));
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return outcome.ok() ? outcome->revision : -1;
}

absl::StatusOr<CommitResult> FindNow(Engine& engine, std::string key, std::string hash) {
  absl::StatusOr<CommitResult> found = absl::UnknownError("not called back");
  Notification called;
  engine.FindRequest(std::move(key), std::move(hash), [&](absl::StatusOr<CommitResult> outcome) {
    found = std::move(outcome);
    called.Notify();
  });
  called.Wait();
  return found;
}

absl::Status WaitNow(Engine& engine, Revision revision, absl::Duration patience) {
  absl::Status reached;
  Notification called;
  engine.WaitFor(revision, absl::Now() + patience, [&](absl::Status status) {
    reached = std::move(status);
    called.Notify();
  });
  called.Wait();
  return reached;
}

std::shared_ptr<const Snapshot> MustOpen(const Engine& engine, std::optional<Revision> at) {
  auto snapshot = engine.OpenSnapshot(at);
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return snapshot.ok() ? *std::move(snapshot) : nullptr;
}

std::optional<std::string> Read(const Snapshot& snapshot, std::string_view key) {
  const auto value = snapshot.Get(key);
  EXPECT_TRUE(value.ok()) << value.status();
  if (!value.ok() || !*value) return std::nullopt;
  return std::string((*value)->bytes());
}

std::optional<std::optional<std::string>> FromMemory(const Snapshot& snapshot, std::string_view key) {
  const auto read = TryFromMemory([&] { return snapshot.Get(key); });
  if (!read) return std::nullopt;
  EXPECT_TRUE(read->ok()) << read->status();
  return read->ok() && **read ? std::optional(std::string((**read)->bytes())) : std::nullopt;
}

std::optional<std::string> Read(const Engine& engine, std::string_view key, std::optional<Revision> at) {
  const auto snapshot = MustOpen(engine, at);
  return snapshot ? Read(*snapshot, key) : std::nullopt;
}

std::optional<int64_t> ReadCounter(const Engine& engine, std::string_view key, std::optional<Revision> at) {
  const auto bytes = Read(engine, key, at);
  return bytes ? DecodeCounter(*bytes) : std::nullopt;
}

Rows Walk(const Snapshot& snapshot, const KeyRange& range, Direction direction) {
  Rows rows;
  const auto cursor = snapshot.Scan(range, direction);
  for (; cursor->Valid(); cursor->Next()) rows.emplace_back(cursor->key(), cursor->value());
  EXPECT_TRUE(cursor->status().ok()) << cursor->status();
  return rows;
}

std::vector<LogRow> MustLog(const Engine& engine, Revision from, size_t limit) {
  auto rows = engine.Log(from, limit);
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows.ok() ? *std::move(rows) : std::vector<LogRow>();
}

std::string DetailOf(const absl::Status& status, const std::string& name) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return {};
  const auto found = info.metadata().find(name);
  return found == info.metadata().end() ? std::string() : found->second;
}

}  // namespace lectern::storage
