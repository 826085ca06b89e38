// Power cuts: what was acknowledged is there, and nothing is half there.
#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/conformance/engine/harness.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/temp_directory.h"

namespace lectern::storage {
namespace {

constexpr int kRowsPerCommit = 5;

class PowerCutTest : public ::testing::Test {
 protected:
  void Open() {
    rocks::RocksDbOptions options;
    options.directory = directory_.path() / "data";
    options.env = env_.get();
    options.write_buffer_bytes = 64 << 10;
    auto opened = rocks::OpenRocksDb(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }

  // Writers run until the power is cut at some moment; what they were told is kept in acknowledged_.
  void WriteUntilPowerCut(int round) {
    std::atomic<bool> off{false};
    std::vector<std::thread> writers;
    for (int w = 0; w < 3; ++w)
      writers.emplace_back([&, w] {
        std::mt19937 random(round * 10 + w);
        const std::string last = absl::StrCat("last/", w), erased = absl::StrCat("erased/", w);
        const auto before = *MustOpen(*engine_)->Get(last);
        Revision previous = before ? before->revision() : 0;
        std::string previous_id(before ? before->bytes() : "");
        for (int i = 0; !off; ++i) {
          const std::string id = absl::StrCat("c", round, "/", w, "/", i);
          CommitRequest request;
          const std::string value = absl::StrCat(id, std::string(random() % 2000, '.'));
          for (int row = 0; row < kRowsPerCommit; ++row) request.batch.Put(absl::StrCat(id, "/", row), value, true);
          // Every commit rewrites what the one before it left in `last`; every other one erases what that one put.
          request.batch.Put(last, id);
          if (previous != 0) request.batch.Rewrite(last, previous, absl::StrCat(previous_id, " before ", id));
          i % 2 == 0 ? request.batch.Erase(erased) : request.batch.Put(erased, id);
          request.batch.Add("rows", kRowsPerCommit);
          const auto outcome = CommitNow(*engine_, WithRequest(std::move(request), id, "hash", id));
          if (!outcome.ok()) break;
          previous = outcome->revision;
          previous_id = id;
          std::lock_guard lock(mutex_);
          acknowledged_[id] = {outcome->revision, value};
        }
      });
    // In every other round only: after a flush that fails, RocksDB sleeps for a second.
    std::thread compactor([&] {
      while (!off && round % 2 == 0) engine_->Compact().IgnoreError();
    });
    absl::SleepFor(absl::Milliseconds(20 + random_() % 120));
    files_->CutPower();
    off = true;
    for (std::thread& writer : writers) writer.join();
    compactor.join();
    engine_.reset();
    files_->LosePower(random_);
  }

  void Check() {
    const auto snapshot = MustOpen(*engine_);
    const Rows rows = Walk(*snapshot, {"c", "d"});
    std::map<std::string, int> rows_of;
    for (const auto& [key, value] : rows) {
      const std::string id = key.substr(0, key.rfind('/'));
      ++rows_of[id];
      EXPECT_EQ(value.substr(0, id.size()), id);
    }
    for (const auto& [id, count] : rows_of) {
      EXPECT_EQ(count, kRowsPerCommit) << id << " is half there";
      EXPECT_TRUE(FindNow(*engine_, id, "hash")->replayed) << id;
    }
    for (const auto& [id, told] : acknowledged_) {
      EXPECT_TRUE(rows_of.count(id)) << id << " was acknowledged";
      const auto value = *snapshot->Get(absl::StrCat(id, "/0"));
      ASSERT_TRUE(value);
      EXPECT_EQ(value->revision(), told.first);
      EXPECT_EQ(value->bytes(), told.second);
    }
    // All tables tell the same story.
    const auto commits = static_cast<Revision>(rows_of.size());
    EXPECT_EQ(engine_->Latest(), commits);
    EXPECT_EQ(ReadCounter(*engine_, "rows").value_or(0), commits * kRowsPerCommit);
    const auto log = MustLog(*engine_, 0);
    ASSERT_EQ(log.size(), rows.size());
    for (size_t i = 0; i < log.size(); ++i) EXPECT_EQ(log[i].revision, 1 + static_cast<Revision>(i / kRowsPerCommit));
    for (Revision revision = 1; revision <= commits; ++revision)
      EXPECT_TRUE(engine_->Transaction(revision).ok()) << revision;
    for (Revision at = 1; at <= commits; at += 1 + commits / 20) {
      EXPECT_EQ(ReadCounter(*engine_, "rows", at), at * kRowsPerCommit);
      EXPECT_EQ(Walk(*MustOpen(*engine_, at), {"c", "d"}).size(), static_cast<size_t>(at * kRowsPerCommit));
    }
  }

  // What was rewritten or erased is so with the commit that did it, and not without.
  void CheckErasure() {
    const auto snapshot = MustOpen(*engine_);
    for (int w = 0; w < 3; ++w) {
      const auto last = *snapshot->Versions(absl::StrCat("last/", w), {}, 1 << 20);
      if (last.empty()) continue;
      std::string id(last[0].bytes());
      EXPECT_EQ(id.find(' '), id.npos) << id;
      for (size_t i = 1; i < last.size(); ++i) {
        const std::string older(last[i].bytes());
        EXPECT_TRUE(older.ends_with(absl::StrCat(" before ", id))) << older << ", then " << id;
        id = older.substr(0, older.find(' '));
      }
      id = last[0].bytes();
      const bool put = std::stoi(id.substr(id.rfind('/') + 1)) % 2 != 0;
      const auto erased = *snapshot->Versions(absl::StrCat("erased/", w), {}, 10);
      EXPECT_EQ(erased.size(), put ? 1u : 0u) << id;
      if (put && !erased.empty()) {
        EXPECT_EQ(erased[0].bytes(), id);
      }
    }
  }

  testing::TempDirectory directory_;
  const std::shared_ptr<lectern::testing::FaultFileSystem> files_ = std::make_shared<lectern::testing::FaultFileSystem>(
      rocksdb::FileSystem::Default(), directory_.path() / "graveyard");
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
  std::unique_ptr<Engine> engine_;
  std::mt19937 random_{7};
  std::mutex mutex_;
  std::map<std::string, std::pair<Revision, std::string>> acknowledged_;  // guarded by mutex_
};

TEST_F(PowerCutTest, KeepsWhatWasAcknowledgedAndNothingByHalves) {
  constexpr int kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    Open();
    if (HasFatalFailure()) return;
    Check();
    CheckErasure();
    if (HasFailure()) return;
    WriteUntilPowerCut(round);
  }
  EXPECT_GT(acknowledged_.size(), static_cast<size_t>(kRounds));
  EXPECT_GT(files_->lost_bytes(), 0u);
}

// The first start, cut off: the store opens afterwards, empty or with what was committed.
TEST_F(PowerCutTest, OpensAfterACutInTheFirstStart) {
  for (int round = 0; round < 10; ++round) {
    std::thread cutter([&] {
      absl::SleepFor(absl::Microseconds(random_() % 20000));
      files_->CutPower();
    });
    rocks::RocksDbOptions options;
    options.directory = directory_.path() / "data" / absl::StrCat(round);
    options.env = env_.get();
    auto opened = rocks::OpenRocksDb(options);
    std::string identity;
    bool committed = false;
    if (opened.ok()) {
      identity = (*opened)->Identity().store_id;
      committed = CommitNow(**opened, Puts({{"a", "1"}})).ok();
      opened->reset();
    }
    cutter.join();
    files_->LosePower(random_);
    opened = rocks::OpenRocksDb(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    if (!identity.empty()) {
      EXPECT_EQ((*opened)->Identity().store_id, identity);
    }
    if (committed) {
      EXPECT_EQ(Read(**opened, "a"), "1");
    }
  }
}

}  // namespace
}  // namespace lectern::storage
