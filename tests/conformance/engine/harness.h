// What the conformance suite needs of an engine, and short forms for its tests.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/engine/fault.h"

namespace lectern::storage {

// absl::Notification's kind. ThreadSanitizer cannot see into Debian's Abseil, but knows this one.
class Notification {
 public:
  void Notify() {
    std::lock_guard lock(mutex_);
    notified_ = true;
    changed_.notify_all();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return notified_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool notified_ = false;
};

struct StoreSettings {
  absl::Duration history = absl::Hours(1);
  absl::Duration requests = absl::Hours(25);
  bool (*permanent)(std::string_view key) = nullptr;
  // How long Compact() waits for older readers.
  absl::Duration compact_patience = absl::Seconds(30);
  // Lets the engine move data between its files as often as it can.
  bool small_buffers = false;
};

// One store, empty at first, which a test opens as often as it likes.
class TestStore {
 public:
  virtual ~TestStore() = default;
  virtual absl::StatusOr<std::unique_ptr<Engine>> Open(const StoreSettings& settings) = 0;
};

struct EngineUnderTest {
  std::string name;
  std::function<std::unique_ptr<TestStore>()> make;
  // What this engine need not pass: name of the test ("Suite.Name"), and why.
  std::map<std::string, std::string> skips;
};
void PrintTo(const EngineUnderTest& engine, std::ostream* out);

// The engines of this program; each program of the suite defines it once.
std::vector<EngineUnderTest> EnginesUnderTest();

// A test on an open store.
class EngineTest : public ::testing::TestWithParam<EngineUnderTest> {
 protected:
  void SetUp() override;
  Engine& engine() { return *engine_; }
  // Closes the store, if it is open, and opens it.
  void Reopen(const StoreSettings& settings = {});
  void Close() { engine_.reset(); }

 private:
  std::unique_ptr<TestStore> store_;
  std::unique_ptr<Engine> engine_;
};

// Declares that every engine runs the tests of `suite`.
#define LECTERN_CONFORMANCE_SUITE(suite)                                            \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::ValuesIn(EnginesUnderTest()), \
                           [](const auto& tested) { return tested.param.name; })

using Rows = std::vector<std::pair<std::string, std::string>>;

// A commit that puts `rows`.
CommitRequest Puts(const Rows& rows, bool logged = false);
CommitRequest Deletes(const std::vector<std::string>& keys, bool logged = false);
CommitRequest Adds(const std::string& key, int64_t delta);
CommitRequest WithRequest(CommitRequest request, std::string key, std::string hash, std::string result);
CommitRequest If(CommitRequest request, std::vector<Precondition> preconditions);

// Commits and waits for the outcome.
absl::StatusOr<CommitResult> CommitNow(Engine& engine, CommitRequest request);
// Hands all in at once, and waits for all outcomes.
std::vector<absl::StatusOr<CommitResult>> CommitAll(Engine& engine, std::vector<CommitRequest> requests);
// The same, behind a commit so large that all of them are waiting together when it has been written: they make groups.
// The large commit takes one revision.
std::vector<absl::StatusOr<CommitResult>> CommitGroup(Engine& engine, std::vector<CommitRequest> requests);
// Fails the test where the commit does; the revision.
Revision MustCommit(Engine& engine, CommitRequest request);
absl::StatusOr<CommitResult> FindNow(Engine& engine, std::string key, std::string hash);
absl::Status WaitNow(Engine& engine, Revision revision, absl::Duration patience);

std::shared_ptr<const Snapshot> MustOpen(const Engine& engine, std::optional<Revision> at = {});
// The value of `key`; nullopt where it is absent. Fails the test on an error.
std::optional<std::string> Read(const Snapshot& snapshot, std::string_view key);
// The same from memory alone; nullopt where the disk would be needed.
std::optional<std::optional<std::string>> FromMemory(const Snapshot& snapshot, std::string_view key);
std::optional<std::string> Read(const Engine& engine, std::string_view key, std::optional<Revision> at = {});
std::optional<int64_t> ReadCounter(const Engine& engine, std::string_view key, std::optional<Revision> at = {});
// All rows of a range, in the order of the walk. Fails the test on an error.
Rows Walk(const Snapshot& snapshot, const KeyRange& range = {}, Direction direction = Direction::kForward);
std::vector<LogRow> MustLog(const Engine& engine, Revision from, size_t limit = 1 << 20);

// The value of an error's metadata; empty where it has none of that name.
std::string DetailOf(const absl::Status& status, const std::string& name);

MATCHER_P2(FailsWith, code, reason, "") {
  const absl::Status& status = [](const auto& outcome) -> const absl::Status& {
    if constexpr (requires { outcome.status(); })
      return outcome.status();
    else
      return outcome;
  }(arg);
  *result_listener << status.ToString();
  return status.code() == code && ReasonOf(status) == reason;
}

}  // namespace lectern::storage
