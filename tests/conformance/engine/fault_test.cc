// RocksDB under write errors: what is answered meanwhile, and what is there afterwards.
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/conformance/engine/harness.h"
#include "tests/support/fault_file_system.h"
#include "tests/support/temp_directory.h"

namespace lectern::storage {
namespace {

using lectern::testing::FaultFileSystem;
using lectern::testing::FaultyOperation;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

rocksdb::IOStatus FullDisk() {
  rocksdb::IOStatus status = rocksdb::IOStatus::NoSpace("injected");
  status.SetRetryable(true);
  return status;
}

rocksdb::IOStatus BrokenDisk() { return rocksdb::IOStatus::IOError("injected"); }

class FaultTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    engine_.reset();
    rocks::RocksDbOptions options;
    options.directory = directory_.path() / "data";
    options.env = env_.get();
    auto opened = rocks::OpenRocksDb(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }
  void Crash() {
    std::mt19937 random(crashes_++);
    files_->CutPower();
    engine_.reset();
    files_->LosePower(random);
    Open();
  }
  // Waits until the store writes again, which it must within a few seconds by itself.
  bool Resumes() {
    for (int i = 0; i < 100 && !engine_->Writable(); ++i) absl::SleepFor(absl::Milliseconds(100));
    return engine_->Writable();
  }

  testing::TempDirectory directory_;
  const std::shared_ptr<FaultFileSystem> files_ =
      std::make_shared<FaultFileSystem>(rocksdb::FileSystem::Default(), directory_.path() / "graveyard");
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
  std::unique_ptr<Engine> engine_;
  uint32_t crashes_ = 0;
};

struct Fault {
  std::string name;
  FaultyOperation operation;
  bool torn;
  bool reopened;  // so that the first write after opening fails: RocksDB has nothing in memory then
  bool full;      // the disk is full; or else it is broken
};

class WriteFaultTest : public FaultTest, public ::testing::WithParamInterface<Fault> {};

TEST_P(WriteFaultTest, SaysSoReadsGoOnAndResumesWithoutTraces) {
  const Revision before = MustCommit(*engine_, Puts({{"kept", "1"}, {"key", "old"}}));
  if (GetParam().reopened) Open();
  files_->Fail({".log", GetParam().operation, GetParam().full ? FullDisk() : BrokenDisk(), 0, GetParam().torn});

  EXPECT_THAT(CommitNow(*engine_, WithRequest(Puts({{"key", "lost"}, {"lost", "1"}}), "request", "hash", "")),
              FailsWith(kUnavailable, v1::ERROR_REASON_COMMIT_OUTCOME_UNKNOWN));
  EXPECT_FALSE(engine_->Writable());
  EXPECT_THAT(CommitNow(*engine_, Puts({{"refused", "1"}})), FailsWith(kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY));
  EXPECT_THAT(FindNow(*engine_, "request", "hash"), FailsWith(kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY));
  EXPECT_EQ(Read(*engine_, "key"), "old");
  EXPECT_EQ(engine_->Latest(), before);

  files_->StopFailing();
  ASSERT_TRUE(Resumes());
  // The caller repeats, as it was told to.
  const auto repeated = CommitNow(*engine_, WithRequest(Puts({{"key", "new"}}), "request", "hash", ""));
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_FALSE(repeated->replayed);
  EXPECT_EQ(repeated->revision, before + 1);
  MustCommit(*engine_, Puts({{"later", "1"}}));

  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(Walk(*MustOpen(*engine_)), (Rows{{"kept", "1"}, {"key", "new"}, {"later", "1"}}));
    EXPECT_EQ(Read(*engine_, "key", before), "old");
    EXPECT_EQ(engine_->Latest(), before + 2);
    Crash();
  }
}

constexpr auto kAppend = FaultyOperation::kAppend;
constexpr auto kSync = FaultyOperation::kSync;
INSTANTIATE_TEST_SUITE_P(Faults, WriteFaultTest,
                         ::testing::Values(Fault{"BrokenTornAppend", kAppend, true, false, false},
                                           Fault{"FullSync", kSync, false, false, true},
                                           Fault{"FullTornAppendAfterOpening", kAppend, true, true, true},
                                           Fault{"BrokenSyncAfterOpening", kSync, false, true, false}),
                         [](const auto& tested) { return tested.param.name; });

// What a group holds besides the commit that fails must not be promised either.
TEST_F(FaultTest, NothingOfAFailedGroupIsPromised) {
  MustCommit(*engine_, WithRequest(Puts({{"a", "1"}}), "old", "hash", "done"));
  // The first group is one large commit; while it is written, the next gathers, and fails.
  files_->Fail({".log", FaultyOperation::kSync, FullDisk(), 1, false});
  Rows large;
  for (int i = 0; i < 10; ++i) large.emplace_back(absl::StrCat("large/", i), std::string(1 << 20, 'x'));
  bool large_made = false;
  absl::StatusOr<CommitResult> lookup = absl::UnknownError("");
  Notification looked;
  engine_->Commit(Puts(large), [&](const auto& outcome) { large_made = outcome.ok(); });
  engine_->Commit(WithRequest(Puts({{"b", "1"}}), "new", "hash", ""), [](const auto&) {});
  engine_->FindRequest("new", "hash", [&](absl::StatusOr<CommitResult> found) {
    lookup = std::move(found);
    looked.Notify();
  });
  looked.Wait();
  EXPECT_TRUE(large_made);
  EXPECT_THAT(lookup, FailsWith(kUnavailable, v1::ERROR_REASON_COMMIT_OUTCOME_UNKNOWN));
  files_->StopFailing();
  ASSERT_TRUE(Resumes());
  for (int round = 0; round < 2; ++round) {
    EXPECT_FALSE(FindNow(*engine_, "new", "hash")->replayed);
    EXPECT_EQ(Read(*engine_, "b"), std::nullopt);
    EXPECT_TRUE(FindNow(*engine_, "old", "hash")->replayed);
    Crash();
  }
}

// Files that are written in the background: tables, and, when a manifest begins, the one that names it.
TEST_F(FaultTest, ResumesWhenAFileOfTheBackgroundCannotBeWritten) {
  std::map<std::string, std::string> accepted;
  Revision resumed = 0;
  for (const std::string suffix : {".sst", ".blob", ".dbtmp"}) {
    SCOPED_TRACE(suffix);
    files_->Fail({suffix, FaultyOperation::kAny, BrokenDisk(), 0, false});
    for (int i = 0; i < 400 && engine_->Writable(); ++i) {
      const std::string key = absl::StrCat(i, suffix), value(200 << 10, static_cast<char>('a' + i % 20));
      if (CommitNow(*engine_, Puts({{key, value}})).ok()) accepted[key] = value;
    }
    EXPECT_FALSE(engine_->Writable());
    EXPECT_GT(files_->failures(), 0);
    for (const auto& [key, value] : accepted) EXPECT_EQ(Read(*engine_, key), value);
    files_->StopFailing();
    ASSERT_TRUE(Resumes());
    MustCommit(*engine_, Puts({{"after", "1"}}));
    ++resumed;
    Crash();
    EXPECT_EQ(engine_->Latest(), static_cast<Revision>(accepted.size()) + resumed);
    for (const auto& [key, value] : accepted) EXPECT_EQ(Read(*engine_, key), value);
  }
}

TEST_F(FaultTest, CompactSaysThatTheStoreCannotWrite) {
  MustCommit(*engine_, Puts({{"a", "1"}}));
  files_->Fail({".sst", FaultyOperation::kAny, FullDisk(), 0, false});
  EXPECT_THAT(engine_->Compact(), FailsWith(kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY));
  files_->StopFailing();
  CommitNow(*engine_, Puts({{"b", "1"}})).status().IgnoreError();  // learns of it
  ASSERT_TRUE(Resumes());
  EXPECT_TRUE(engine_->Compact().ok());
  EXPECT_EQ(Read(*engine_, "a"), "1");
}

// An error in one of the tables a walk reads ends it; rows of the other alone would be a wrong answer.
TEST_F(FaultTest, AWalkEndsAtAReadError) {
  Rows rows;
  for (int i = 0; i < 300; ++i) rows.emplace_back(absl::StrCat("key/", 1000 + i), std::string(1000, 'x'));
  MustCommit(*engine_, Puts(rows));
  std::vector<std::string> deleted;
  for (size_t i = 0; i < rows.size(); i += 2) deleted.push_back(rows[i].first);
  MustCommit(*engine_, Deletes(deleted));
  ASSERT_TRUE(engine_->Compact().ok());
  for (const Direction direction : {Direction::kForward, Direction::kBackward})
    for (const Revision at : {1, 2}) {
      Open();  // so that nothing is in memory
      const auto snapshot = MustOpen(*engine_, at);
      const auto cursor = snapshot->Scan({}, direction);
      ASSERT_TRUE(cursor->Valid());
      files_->FailReads(".sst");
      size_t walked = 0;
      std::string before(cursor->key());
      for (; cursor->Valid(); cursor->Next(), ++walked) {
        if (walked > 0) {
          const long step = (std::stol(std::string(cursor->key().substr(4))) - std::stol(before.substr(4)));
          EXPECT_EQ(std::abs(step), at == 1 ? 1 : 2) << "left out a row before " << cursor->key();
        }
        before = cursor->key();
      }
      EXPECT_LT(walked, at == 1 ? 300u : 150u);
      EXPECT_THAT(cursor->status(), FailsWith(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL_FAULT));
      files_->StopFailing();
      EXPECT_EQ(Walk(*snapshot, {}, direction).size(), at == 1 ? 300u : 150u);
    }
}

}  // namespace
}  // namespace lectern::storage
