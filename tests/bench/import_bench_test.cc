// ./dev bench import works: a short run gives a complete and plausible report. Nothing here looks at speed; that would
// fail on a busy machine.
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/program.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_directory.h"

namespace lectern::testing {
namespace {

ProgramResult RunBench(const TempDirectory& directory, std::vector<std::string> more) {
  std::vector<std::string> arguments{
      "--programs", ProgramPath("lecternd").parent_path().string(), "--work",   (directory.path() / "work").string(),
      "--out",      (directory.path() / "import.json").string(),    "--commit", "abc"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunProgram(ProgramPath("import_bench"), arguments, {}, std::chrono::seconds(150));
}

TEST(ImportBench, ReportsEverything) {
  const TempDirectory directory;
  const ProgramResult result = RunBench(directory, {"--quick"});
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  const auto json = nlohmann::json::parse(ReadFile(directory.path() / "import.json"));
  EXPECT_EQ(json.at("commit"), "abc");
  for (const char* ratio : {"import_vs_rocksdb", "import_commit_vs_rocksdb", "tool_memory", "server_memory"}) {
    EXPECT_GT(json.at("ratios").at(ratio), 0) << ratio;
    EXPECT_NE(result.out.find(ratio), std::string::npos) << ratio;
  }
  const auto& import = json.at("figures").at("import");
  double phases = import.at("deciding_seconds");
  for (const char* phase : {"reading_and_staging", "planning", "writing"}) {
    EXPECT_GT(import.at(phase).at("seconds"), 0) << phase;
    phases += import.at(phase).at("seconds").get<double>();
  }
  const double whole = import.at("whole").at("seconds");
  EXPECT_NEAR(phases, whole, 0.01 * whole);
  EXPECT_LE(whole, import.at("until_the_tool_ended_seconds").get<double>() * 1.01);

  // Every entry, once, with each of its rows.
  const auto& spaces = json.at("figures").at("stored").at("spaces");
  for (const char* space :
       {"kv entry", "kv index entries.page", "kv index entries.import_source", "kv unique entries.source_key"})
    EXPECT_EQ(spaces.at(space).at("rows"), 2000) << space;
  EXPECT_EQ(spaces.at("kv country").at("rows"), 249);
  EXPECT_GE(spaces.at("log").at("rows"), 2249);
  EXPECT_GT(spaces.at("kv entry").at("bytes_per_entry"), 1000);
  EXPECT_GT(json.at("figures").at("rocksdb").at("batches"), 2000 / 128);
}

TEST(ImportBench, RefusesWhatItDoesNotKnow) {
  const TempDirectory directory;
  EXPECT_EQ(RunBench(directory, {"--entries", "1"}).exit_code, 2);
  EXPECT_EQ(RunBench(directory, {"--parts", "hot"}).exit_code, 2);
}

}  // namespace
}  // namespace lectern::testing
