// Erased for good: after Compact() no file of the data directory holds what was erased.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/conformance/engine/harness.h"
#include "tests/support/temp_directory.h"

namespace lectern::storage {
namespace {

namespace fs = std::filesystem;

class ErasureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    secret_ = Noise(48);
    control_ = Noise(48);
    Open();
  }

  void Open(absl::Duration patience = absl::Seconds(30)) {
    engine_.reset();
    rocks::RocksDbOptions options;
    options.directory = directory_.path();
    options.permanent = [](std::string_view) { return true; };
    options.write_buffer_bytes = 64 << 10;
    options.compact_patience = patience;
    auto opened = rocks::OpenRocksDb(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    engine_ = *std::move(opened);
  }

  // Bytes that no compression changes, so that what is on the disk can be searched for.
  std::string Noise(size_t size) {
    std::string bytes;
    while (bytes.size() < size) bytes.push_back(static_cast<char>(random_()));
    return bytes;
  }
  std::string Around(const std::string& text) { return Noise(400) + text + Noise(400); }

  // A record of three versions with index rows, as it is kept: `text` is in the values, current and past, and in keys
  // that are the first and the last of their tables, current and past.
  void WriteRecord(const std::string& id, const std::string& text) {
    const auto version = [&] {
      CommitRequest request;
      request.batch.Put(id, Around(text), /*logged=*/true);
      return request;
    };
    CommitRequest first = version(), second = version(), third = version();
    first.batch.Put(Low(text), id);
    first.batch.Put(High(text), id);
    second.batch.Put(Low(text), id);
    third.batch.Delete(High(text));
    third.batch.Put("\x80" + text, id);
    const Revision one = MustCommit(*engine_, std::move(first)), two = MustCommit(*engine_, std::move(second));
    written_[id] = {one, two, MustCommit(*engine_, std::move(third))};
  }
  static std::string Low(const std::string& text) { return '\x01' + text; }
  static std::string High(const std::string& text) { return '\xfe' + text; }

  void EraseRecord(const std::string& id, const std::string& text) {
    CommitRequest request;
    request.batch.Put(id, "a tombstone", true);
    for (const Revision revision : written_[id]) request.batch.Rewrite(id, revision, "erased");
    for (const std::string& key : {Low(text), High(text), "\x80" + text}) request.batch.Erase(key);
    MustCommit(*engine_, std::move(request));
  }

  void Fill(int rows) {
    while (rows > 0) {
      CommitRequest request;
      for (int i = 0; i < 25; ++i, --rows) request.batch.Put(absl::StrCat("filler/", rows % 500), Noise(1500));
      MustCommit(*engine_, std::move(request));
    }
  }

  // Kinds of the files that hold `text`: their extension, or their name up to its first digit.
  std::set<std::string> Find(const std::string& text) {
    std::set<std::string> kinds;
    for (const auto& item : fs::recursive_directory_iterator(directory_.path())) {
      if (!item.is_regular_file()) continue;
      std::ifstream file(item.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      const std::string name = item.path().filename().string();
      if (bytes.find(text) != std::string::npos)
        kinds.insert(item.path().has_extension() ? item.path().extension().string()
                                                 : name.substr(0, name.find_first_of("-0123456789")));
    }
    return kinds;
  }

  testing::TempDirectory directory_;
  std::mt19937 random_{11};
  std::string secret_, control_;
  std::map<std::string, std::vector<Revision>> written_;
  std::unique_ptr<Engine> engine_;
};

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(ErasureTest, LeavesTheLog) {
  WriteRecord("secret", secret_);
  WriteRecord("control", control_);
  EraseRecord("secret", secret_);
  EXPECT_THAT(Find(secret_), Contains(".log"));  // nothing has left it yet
  ASSERT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), IsEmpty());
  EXPECT_THAT(Find(control_), Contains(".sst"));
  Open();
  EXPECT_THAT(Find(secret_), IsEmpty());
  for (const Revision revision : written_["secret"]) EXPECT_EQ(Read(*engine_, "secret", revision), "erased");
  EXPECT_EQ(Read(*engine_, "secret"), "a tombstone");
}

TEST_F(ErasureTest, LeavesTablesOfAllLevelsAndTheManifest) {
  for (int i = 0; i < 4; ++i) {
    WriteRecord(absl::StrCat("secret/", i), secret_);
    WriteRecord(absl::StrCat("control/", i), control_);
    Fill(600);
    if (i == 1) {
      ASSERT_TRUE(engine_->Compact().ok());
    }
    if (i == 2) Open();
  }
  // When a table is written is RocksDB's to say, but for what is read back from the log: alone in a table, these keys
  // are its first and its last.
  Open();
  WriteRecord("secret/4", secret_);
  Open();
  EXPECT_THAT(Find(secret_), Contains(".sst"));
  EXPECT_THAT(Find(secret_), Contains("MANIFEST"));
  for (int i = 0; i < 5; ++i) EraseRecord(absl::StrCat("secret/", i), secret_);
  EXPECT_THAT(Find(secret_), Contains(".sst"));
  ASSERT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), IsEmpty());
  EXPECT_THAT(Find(control_), Contains(".sst"));
  EXPECT_THAT(Find(control_), Contains("MANIFEST"));
}

TEST_F(ErasureTest, LeavesTheFilesOfLargeValues) {
  for (const std::string* text : {&secret_, &control_}) {
    CommitRequest request;
    request.batch.Put(*text, Noise(100 << 10) + *text);
    MustCommit(*engine_, std::move(request));
  }
  Fill(300);
  ASSERT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), Contains(".blob"));
  CommitRequest request;
  request.batch.Erase(secret_);
  MustCommit(*engine_, std::move(request));
  ASSERT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), IsEmpty());
  Open();
  EXPECT_THAT(Find(control_), Contains(".blob"));
  EXPECT_THAT(Read(*engine_, control_).value_or(""), ::testing::EndsWith(control_));
}

TEST_F(ErasureTest, OfLargeValuesGivesTheirRoomBack) {
  constexpr int kValues = 80;
  for (int i = 0; i < kValues; ++i) {
    CommitRequest request;
    request.batch.Put(absl::StrCat("large/", i), Noise(1'000'000));
    MustCommit(*engine_, std::move(request));
  }
  ASSERT_TRUE(engine_->Compact().ok());
  CommitRequest request;
  for (int i = 0; i < kValues; ++i) request.batch.Erase(absl::StrCat("large/", i));
  MustCommit(*engine_, std::move(request));
  EXPECT_GT(engine_->DiskBytes(), kValues * 1'000'000);
  engine_->Reclaim({"large/", "large0"});
  // RocksDB deletes files on its own threads.
  for (int i = 0; i < 100 && engine_->DiskBytes() > kValues * 10'000; ++i) absl::SleepFor(absl::Milliseconds(100));
  EXPECT_LT(engine_->DiskBytes(), kValues * 10'000);
}

TEST_F(ErasureTest, WaitsForWhoReadsIt) {
  Open(absl::Seconds(1));
  WriteRecord("secret", secret_);
  auto snapshot = MustOpen(*engine_);
  EraseRecord("secret", secret_);
  const auto too_early = FailsWith(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED);
  EXPECT_THAT(engine_->Compact(), too_early);
  EXPECT_THAT(Find(secret_), Not(IsEmpty()));
  snapshot.reset();
  EXPECT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), IsEmpty());

  // A cursor keeps files, though its snapshot does not show what was erased.
  WriteRecord("other", control_);
  Fill(300);
  EraseRecord("other", control_);
  snapshot = MustOpen(*engine_);
  auto cursor = snapshot->Scan({});
  EXPECT_THAT(engine_->Compact(), too_early);
  EXPECT_THAT(Find(control_), Not(IsEmpty()));
  cursor.reset();
  EXPECT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(control_), IsEmpty());
}

TEST_F(ErasureTest, WaitsUntilTheyEnd) {
  WriteRecord("secret", secret_);
  auto snapshot = MustOpen(*engine_, 1);
  EraseRecord("secret", secret_);
  std::thread reader([&] {
    absl::SleepFor(absl::Milliseconds(200));
    snapshot.reset();
  });
  EXPECT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), IsEmpty());
  reader.join();
}

TEST_F(ErasureTest, GoesOnBesideReadersAndWriters) {
  WriteRecord("secret", secret_);
  Fill(500);
  std::atomic<bool> done{false};
  std::vector<std::thread> others;
  for (int w = 0; w < 2; ++w)
    others.emplace_back([&, w] {
      for (int i = 0; !done; ++i)
        EXPECT_TRUE(CommitNow(*engine_, Puts({{absl::StrCat(w, "/", i % 300), std::string(1000, 'x')}})).ok());
    });
  others.emplace_back([&] {
    while (!done) Walk(*MustOpen(*engine_), {"filler/1", "filler/2"});
  });
  EraseRecord("secret", secret_);
  EXPECT_TRUE(engine_->Compact().ok());
  EXPECT_THAT(Find(secret_), IsEmpty());
  done = true;
  for (std::thread& other : others) other.join();
}

}  // namespace
}  // namespace lectern::storage
