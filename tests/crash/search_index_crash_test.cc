// A process that writes, flushes and merges the search index is killed at random instants, again and again. What it
// leaves must open at once, at a revision that it had made durable or a later one, and answer as a search that looks at
// every document of that revision does.
//
// The seed is printed; LECTERN_CRASH_SEED gives the same instants again (not the same scheduling). LECTERN_CRASH_ROUNDS
// sets the number of kills.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "tests/support/temp_directory.h"
#include "tests/unit/search/index/index_testing.h"

namespace lectern::search {
namespace {

using Clock = std::chrono::steady_clock;
using testing::Below;
using testing::Oracle;
using testing::Random;

constexpr char kWrite[] = "--write";  // FOLDER SEED PIPE: be the writer
constexpr int kRounds = 12;
constexpr uint64_t kKeys = 1'500;
constexpr int kRequests = 25;
constexpr auto kLongestRun = std::chrono::milliseconds(400);
constexpr auto kLongestOpening = std::chrono::seconds(2);

uint64_t NumberFromEnvironment(const char* name, uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

// What the commit `revision` changes: always the same.
Batch BatchOf(uint64_t seed, storage::Revision revision) {
  Random random(seed + static_cast<uint64_t>(revision));
  Batch batch;
  batch.revision = revision;
  const uint64_t documents = 1 + Below(random, revision % 50 == 0 ? 300 : 20);
  for (uint64_t i = 0; i < documents; ++i)
    batch.upserts.push_back(testing::MakeDocument(random, testing::MakeKey(random, kKeys)));
  for (uint64_t i = 0; i < documents / 4; ++i) batch.deletions.push_back(testing::MakeKey(random, kKeys));
  return batch;
}

// Little memory, so that it writes and merges all the time.
IndexOptions Options(const std::string& folder) {
  IndexOptions options;
  options.folder = folder;
  options.identity = "store/1";
  options.memory_bytes = 256 << 10;
  options.flush_after = absl::Milliseconds(50);
  return options;
}

// Applies one commit after another until it is killed. Says through `pipe` what is durable.
[[noreturn]] void WriteUntilKilled(const std::string& folder, uint64_t seed, int pipe) {
  auto opened = SearchIndex::Open(Options(folder));
  if (!opened.ok()) _exit(2);
  SearchIndex& index = **opened;
  storage::Revision said = 0;
  for (storage::Revision revision = index.revision() + 1;; ++revision) {
    if (!index.Apply(BatchOf(seed, revision)).ok()) _exit(3);
    if (revision % 97 == 0 && !index.Merge().ok()) _exit(4);
    if (const storage::Revision durable = index.durable_revision(); durable > said) {
      said = durable;
      if (write(pipe, &said, sizeof said) != static_cast<ssize_t>(sizeof said)) _exit(5);
    }
  }
}

// Runs the writer for `life`, kills it, and gives the newest revision that it said was durable.
storage::Revision RunAndKill(const std::string& folder, uint64_t seed, std::chrono::milliseconds life) {
  int pipe_ends[2];
  EXPECT_EQ(pipe(pipe_ends), 0);
  const pid_t writer = fork();
  if (writer == 0) {
    close(pipe_ends[0]);
    const std::string seed_text = std::to_string(seed), pipe_text = std::to_string(pipe_ends[1]);
    execl("/proc/self/exe", "search_index_crash_test", kWrite, folder.c_str(), seed_text.c_str(), pipe_text.c_str(),
          nullptr);
    _exit(127);
  }
  close(pipe_ends[1]);
  std::thread killer([&] {
    std::this_thread::sleep_for(life);
    kill(writer, SIGKILL);
  });
  storage::Revision durable = 0, said = 0;
  while (read(pipe_ends[0], &said, sizeof said) == static_cast<ssize_t>(sizeof said)) durable = said;
  close(pipe_ends[0]);
  killer.join();
  int status = 0;
  waitpid(writer, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself, with " << WEXITSTATUS(status);
  return durable;
}

TEST(SearchIndexCrash, OpensAtOnceAndIsWhole) {
  const uint64_t seed = NumberFromEnvironment("LECTERN_CRASH_SEED", std::random_device()());
  const auto rounds = static_cast<int>(NumberFromEnvironment("LECTERN_CRASH_ROUNDS", kRounds));
  std::printf("LECTERN_CRASH_SEED=%llu, %d rounds\n", static_cast<unsigned long long>(seed), rounds);
  const lectern::testing::TempDirectory directory;
  const std::string folder = (directory.path() / "index").string();
  Random random(seed);
  Oracle oracle;
  storage::Revision applied = 0;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const std::chrono::milliseconds life(1 + Below(random, kLongestRun.count()));
    const storage::Revision durable = RunAndKill(folder, seed, life);
    const auto began = Clock::now();
    const auto opened = SearchIndex::Open(Options(folder));
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_LT(Clock::now() - began, kLongestOpening);
    const storage::Revision revision = (*opened)->revision();
    ASSERT_GE(revision, durable);
    ASSERT_GE(revision, applied);
    while (applied < revision) oracle.Apply(BatchOf(seed, ++applied));
    const auto view = (*opened)->CurrentView();
    for (int i = 0; i < kRequests; ++i) {
      const SearchRequest request = testing::MakeRequest(random);
      const auto found = Search(*view, request);
      ASSERT_TRUE(found.ok()) << found.status();
      testing::ExpectSame(oracle.Search(request), *found, "request " + std::to_string(i));
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(applied, rounds);
}

}  // namespace

int BeWriter(char** arguments) {
  WriteUntilKilled(arguments[0], std::strtoull(arguments[1], nullptr, 10), std::atoi(arguments[2]));
}

}  // namespace lectern::search

int main(int argc, char** argv) {
  if (argc == 5 && std::string(argv[1]) == "--write") return lectern::search::BeWriter(argv + 2);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
