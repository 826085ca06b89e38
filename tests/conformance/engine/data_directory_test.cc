// The data directory: which ones are taken, and which are refused, left as they were.
#include "storage/rocksdb/data_directory.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "rocksdb/options.h"
#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/conformance/engine/harness.h"
#include "tests/support/temp_directory.h"

namespace lectern::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class DataDirectoryTest : public ::testing::Test {
 protected:
  fs::path path() const { return directory_.path() / "data"; }
  absl::StatusOr<std::unique_ptr<Engine>> Open(const fs::path& directory) {
    rocks::RocksDbOptions options;
    options.directory = directory;
    return rocks::OpenRocksDb(options);
  }
  static void Write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
  static std::string Text(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  // Refused in one line, with `part` in it.
  void Refuses(const fs::path& directory, absl::StatusCode code, const std::string& part) {
    const auto opened = Open(directory);
    ASSERT_EQ(opened.status().code(), code) << opened.status();
    const std::string message(opened.status().message());
    EXPECT_THAT(message, HasSubstr(part));
    EXPECT_THAT(message, HasSubstr(directory.string()));
    EXPECT_THAT(message, ::testing::Not(HasSubstr("\n")));
  }

 private:
  testing::TempDirectory directory_;
};

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

TEST_F(DataDirectoryTest, MakesWhatIsMissingForItsOwnerAlone) {
  const fs::path deep = path() / "some" / "where";
  ASSERT_TRUE(Open(deep).ok());
  EXPECT_EQ(Text(deep / "FORMAT"), "lectern-store 1\n");
  EXPECT_EQ(fs::status(deep).permissions(), fs::perms::owner_all);
  EXPECT_TRUE(Open(deep / "").ok());  // with a slash at its end
}

TEST_F(DataDirectoryTest, TakesAnEmptyOneAndTracesOfAFirstStartThatWasCutOff) {
  fs::create_directories(path() / "lost+found");
  Write(path() / "LOCK", "");
  Write(path() / "FORMAT.new", "lect");
  ASSERT_TRUE(Open(path()).ok());
  EXPECT_EQ(Text(path() / "FORMAT"), "lectern-store 1\n");
}

TEST_F(DataDirectoryTest, TakesOneWhoseStoreWasNeverMade) {
  fs::create_directories(path());
  Write(path() / "FORMAT", "lectern-store 1\n");
  EXPECT_TRUE(Open(path()).ok());
}

TEST_F(DataDirectoryTest, RefusesASecondHandle) {
  auto first = Open(path());
  ASSERT_TRUE(first.ok());
  Refuses(path(), kPrecondition, "in use");
  MustCommit(**first, Puts({{"a", "1"}}));
  first->reset();
  EXPECT_TRUE(Open(path()).ok());
}

TEST_F(DataDirectoryTest, RefusesAnotherProcess) {
  auto first = Open(path());
  ASSERT_TRUE(first.ok());
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(rocks::DataDirectory::Open(path()).status().code() == kPrecondition ? 7 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

TEST_F(DataDirectoryTest, RefusesWhatIsNotOursAndLeavesItAlone) {
  fs::create_directories(path());
  Write(path() / "thesis.txt", "text");
  Refuses(path(), kPrecondition, "holds no lectern store");
  EXPECT_EQ(std::distance(fs::directory_iterator(path()), {}), 1);
  Write(path() / "FORMAT", "something else\n");
  Refuses(path(), kPrecondition, "not the format file");
  for (const char* format : {"", "lectern-store", "lectern-store x\n", "lectern-store 0\n", "lectern-store -1\n"}) {
    Write(path() / "FORMAT", format);
    Refuses(path(), kPrecondition, "not the format file");
  }
  EXPECT_FALSE(fs::exists(path() / "store"));
}

TEST_F(DataDirectoryTest, RefusesANewerFormat) {
  ASSERT_TRUE(Open(path()).ok());
  Write(path() / "FORMAT", "lectern-store 2\n");
  Refuses(path(), kPrecondition, "newer lectern (format 2");
  EXPECT_EQ(Text(path() / "FORMAT"), "lectern-store 2\n");
}

TEST_F(DataDirectoryTest, RefusesAFile) {
  Write(path(), "text");
  Refuses(path(), kPrecondition, "is a file");
  Refuses(path() / "below", absl::StatusCode::kPermissionDenied, "cannot be made");
}

TEST_F(DataDirectoryTest, RefusesAnUnwritableOne) {
  // Root may write everywhere.
  if (::geteuid() == 0) GTEST_SKIP() << "permissions do not bind root";
  fs::create_directories(path());
  fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_exec);
  Refuses(path(), absl::StatusCode::kPermissionDenied, "cannot be written");
  Refuses(path() / "below", absl::StatusCode::kPermissionDenied, "cannot be made");
  fs::permissions(path(), fs::perms::owner_all);
}

TEST_F(DataDirectoryTest, DamageIsDataLoss) {
  {
    auto engine = Open(path());
    ASSERT_TRUE(engine.ok());
    MustCommit(**engine, Puts({{"a", "1"}}));
    ASSERT_TRUE((*engine)->Compact().ok());
  }
  for (const auto& file : fs::directory_iterator(path() / "store"))
    if (file.path().filename().string().starts_with("MANIFEST")) Write(file.path(), "damaged");
  EXPECT_THAT(Open(path()), FailsWith(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT));
}

TEST_F(DataDirectoryTest, ADamagedBlockIsDataLossAndNeverAnAnswer) {
  const std::string marker(5000, 'q');
  {
    auto engine = Open(path());
    ASSERT_TRUE(engine.ok());
    MustCommit(**engine, Puts({{"a", "1"}, {"key", marker + "end"}}));
    ASSERT_TRUE((*engine)->Compact().ok());
  }
  // Turns a bit of every table file's first block, which holds rows.
  int turned = 0;
  for (const auto& item : fs::directory_iterator(path() / "store"))
    if (item.path().extension() == ".sst") {
      std::fstream file(item.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(20);
      const char byte = static_cast<char>(file.get() ^ 0x10);
      file.seekp(20);
      file.put(byte);
      ++turned;
    }
  ASSERT_GT(turned, 0);
  auto engine = Open(path());
  if (!engine.ok()) {
    EXPECT_THAT(engine, FailsWith(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT));
    return;
  }
  const auto snapshot = MustOpen(**engine);
  EXPECT_THAT(snapshot->Get("key"), FailsWith(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT));
  const auto cursor = snapshot->Scan({});
  while (cursor->Valid()) cursor->Next();
  EXPECT_THAT(cursor->status(), FailsWith(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT));
}

}  // namespace
}  // namespace lectern::storage
