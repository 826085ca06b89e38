// ./dev bench rpc works: a short run over few entries gives a complete and plausible report. Nothing here looks at
// speed; that would fail on a busy machine.
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/program.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_directory.h"

namespace lectern::testing {
namespace {

ProgramResult RunBench(const TempDirectory& directory, std::vector<std::string> more) {
  std::vector<std::string> arguments{"--quick",
                                     "--programs",
                                     ProgramPath("lecternd").parent_path().string(),
                                     "--work",
                                     (directory.path() / "work").string(),
                                     "--out",
                                     (directory.path() / "rpc.json").string(),
                                     "--commit",
                                     "abc"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunProgram(ProgramPath("rpc_bench"), arguments, {}, std::chrono::seconds(150));
}

void ExpectPlausible(const nlohmann::json& figures) {
  for (const char* name : {"calls_per_second", "p50_us", "p99_us", "p999_us", "answer_bytes"}) {
    const auto& figure = figures.at(name);
    EXPECT_GT(figure.at("min"), 0) << name;
    EXPECT_LE(figure.at("min"), figure.at("median")) << name;
    EXPECT_LE(figure.at("median"), figure.at("max")) << name;
  }
  EXPECT_LE(figures.at("p50_us").at("median"), figures.at("p99_us").at("median"));
  EXPECT_LE(figures.at("p99_us").at("median"), figures.at("p999_us").at("median"));
  EXPECT_EQ(figures.at("rounds"), 2);
}

TEST(RpcBench, ReportsEverythingAndKeepsItsData) {
  const TempDirectory directory;
  const ProgramResult result = RunBench(directory, {});
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  const auto json = nlohmann::json::parse(ReadFile(directory.path() / "rpc.json"));
  EXPECT_EQ(json.at("commit"), "abc");
  EXPECT_GE(json.at("machine").at("cores"), 1);
  for (const char* ratio :
       {"get_vs_null", "get_cold_vs_null", "get_one_vs_null", "get_p99_vs_null", "get_open_p99_vs_null",
        "get_cpu_vs_null", "get_while_writing_vs_null", "list_while_writing_vs_null", "get_many_vs_few",
        "get_cold_many_vs_few", "list_vs_null", "list_cpu_vs_null", "list_p99_vs_null", "middle_page_vs_first"}) {
    ASSERT_TRUE(json.at("ratios").contains(ratio)) << ratio;
    EXPECT_GE(json.at("ratios").at(ratio), 0) << ratio;
    EXPECT_NE(result.out.find(ratio), std::string::npos) << ratio;
  }
  const auto& figures = json.at("figures");
  EXPECT_EQ(figures.at("data").at("entries"), 2000);
  for (const char* name : {"get_hot", "get_cold", "get_one", "get_open", "list", "get_writes", "list_writes"}) {
    const auto& measured = figures.at("cases").at(name);
    ExpectPlausible(measured.at("lectern"));
    ExpectPlausible(measured.at("null"));
  }
  EXPECT_GT(figures.at("commits_while_writing"), 0);
  EXPECT_GT(figures.at("memory").at("resident_mib"), 0);
  EXPECT_GT(figures.at("starts").at("clean_seconds").at(0), 0);
  EXPECT_GT(figures.at("starts").at("after_kill_seconds").at(0), 0);
  // The null server gives what lecternd gives: of 50 entries a page, the mean tells.
  const double ours = figures["cases"]["list"]["lectern"]["answer_bytes"]["median"];
  const double theirs = figures["cases"]["list"]["null"]["answer_bytes"]["median"];
  EXPECT_NEAR(theirs / ours, 1, 0.1);

  const ProgramResult again = RunBench(directory, {"--parts", "one"});
  ASSERT_EQ(again.exit_code, 0) << again.out << again.err;
  EXPECT_NE(result.out.find("Loading"), std::string::npos);
  EXPECT_EQ(again.out.find("Loading"), std::string::npos) << "loaded again what was there";
}

TEST(RpcBench, RefusesWhatItDoesNotKnow) {
  const TempDirectory directory;
  EXPECT_EQ(RunBench(directory, {"--parts", "nothing"}).exit_code, 2);
  EXPECT_EQ(RunBench(directory, {"--entries", "1"}).exit_code, 2);
}

}  // namespace
}  // namespace lectern::testing
