// ./dev bench search works: all subjects find the same, a short run gives a complete report, and one that is stopped
// leaves nothing behind. Nothing here looks at speed; that would fail on a busy machine.
#include <signal.h>
#include <sys/stat.h>

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/bench/search_fts5.h"
#include "tests/bench/search_measure.h"
#include "tests/bench/search_own.h"
#include "tests/bench/sqlite_database.h"
#include "tests/support/program.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_directory.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Program;
using testing::ProgramPath;
using testing::ProgramResult;
using testing::TempDirectory;

constexpr uint64_t kDocuments = 2'000;

std::vector<std::string> Arguments(const TempDirectory& directory, const std::vector<std::string>& more) {
  // Run by root, PostgreSQL is another user, who must get into its folder.
  chmod(directory.path().c_str(), 0711);
  std::vector<std::string> arguments{"--work",   (directory.path() / "work").string(),
                                     "--out",    (directory.path() / "search.json").string(),
                                     "--commit", "abc"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

ProgramResult RunBench(const TempDirectory& directory, const std::vector<std::string>& more) {
  return testing::RunProgram(ProgramPath("search_bench"), Arguments(directory, more), {}, std::chrono::seconds(200));
}

nlohmann::json ReportOf(const TempDirectory& directory) {
  return nlohmann::json::parse(testing::ReadFile(directory.path() / "search.json"));
}

TEST(SearchSubjects, FindTheSameAsFts5) {
  const TempDirectory directory;
  StopSignal signal;
  const SearchCorpus corpus;
  OwnIndex own(directory.path() / "ours", signal);
  Fts5Search fts5(directory.path() / "fts5", signal);
  for (SearchSubject* subject : std::vector<SearchSubject*>{&own, &fts5}) {
    subject->Load(corpus, kDocuments);
    subject->Start();
    EXPECT_GT(subject->DiskBytes(), 100'000);
  }
  EXPECT_EQ(own.Statistics().documents, kDocuments - kDocuments / 20);
  for (const SearchClass& made : MakeSearchClasses(corpus, kDocuments))
    EXPECT_GE(CompareAnswers({&own, &fts5}, made, 5, signal), 5) << made.name;
}

TEST(SearchSubjects, ADifferenceIsNoticed) {
  const TempDirectory directory;
  StopSignal signal;
  const SearchCorpus corpus;
  OwnIndex own(directory.path() / "ours", signal);
  Fts5Search fts5(directory.path() / "fts5", signal);
  own.Load(corpus, 1'000);
  own.Start();
  fts5.Load(corpus, 1'020);
  fts5.Start();
  const SearchClass common = MakeSearchClasses(corpus, 1'000)[1];
  EXPECT_THROW(CompareAnswers({&own, &fts5}, common, 5, signal), std::runtime_error);
}

TEST(SearchBench, ReportsEverything) {
  const TempDirectory directory;
  const ProgramResult result = RunBench(directory, {"--quick"});
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  const nlohmann::json json = ReportOf(directory);
  EXPECT_EQ(json.at("commit"), "abc");
  for (const char* ratio : {"common_vs_postgres", "common_vs_fts5", "two_and_vs_postgres", "phrase_vs_fts5",
                            "by_date_vs_postgres", "index_rate", "index_bytes"}) {
    EXPECT_GT(json.at("ratios").at(ratio), 0) << ratio;
    EXPECT_NE(result.out.find(ratio), std::string::npos) << ratio;
  }
  const nlohmann::json& figures = json.at("figures");
  EXPECT_EQ(figures.at("documents"), kDocuments);
  EXPECT_EQ(figures.at("ours").at("documents_left"), kDocuments - kDocuments / 20);
  EXPECT_EQ(figures.at("classes").size(), 17);
  for (const auto& [name, made] : figures.at("classes").items()) {
    EXPECT_GE(made.at("answers_compared"), 5) << name;
    for (const char* subject : {"ours", "postgres", "fts5"})
      for (const char* threads : {"one_thread", "two_threads"}) {
        const nlohmann::json& times = made.at(subject).at(threads);
        EXPECT_GT(times.at("p50_us"), 0) << name;
        EXPECT_GE(times.at("p99_us"), times.at("p50_us")) << name;
        EXPECT_GT(times.at("queries_per_second"), 0) << name;
        // Who is asked for a whole list at least is asked for each query of it.
        EXPECT_TRUE(subject != std::string("ours") || times.at("queries") == made.at("queries")) << name;
      }
  }
  EXPECT_EQ(figures.at("service").at("classes").size(), 11);
  EXPECT_FALSE(fs::exists(directory.path() / "work" / "search"));
  EXPECT_FALSE(fs::exists(directory.path() / "work" / "search-service"));
}

// What lecternd was asked, and how soon it found what was written meanwhile.
void ExpectServed(const nlohmann::json& service, size_t classes) {
  EXPECT_EQ(service.at("documents"), kDocuments);
  EXPECT_GT(service.at("index_bytes"), 0);
  EXPECT_GT(service.at("store_bytes"), 100'000);
  for (const char* moment : {"loaded", "asked", "streamed"})
    EXPECT_GT(service.at("memory").at(moment).at("resident_mib"), 10) << moment;
  EXPECT_GT(service.at("after_kill").at("serving_seconds"), 0);
  EXPECT_GE(service.at("after_kill").at("ready_seconds"), service.at("after_kill").at("serving_seconds"));
  EXPECT_EQ(service.at("classes").size(), classes);
  for (const char* method : {"suggest", "related"})
    EXPECT_GT(service.at("other_methods").at(method).at("calls").at("p50_us").at("median"), 0) << method;
  for (const auto& [name, made] : service.at("classes").items()) {
    for (const char* subject : {"snippets", "plain", "null"})
      EXPECT_GT(made.at("one_in_flight").at(subject).at("p50_us").at("median"), 0) << name;
    for (const char* subject : {"snippets", "plain"}) {
      EXPECT_GT(made.at("sixteen_in_flight").at(subject).at("calls_per_second").at("median"), 0) << name;
      EXPECT_GT(made.at("in_process").at(subject).at("p50_us"), 0) << name;
    }
    EXPECT_GT(made.at("null_and_in_process_in_turn").at("p50_us"), 0) << name;
    EXPECT_GE(made.at("null_busy_as_long").at("null").at("p50_us").at("median"),
              made.at("in_process").at("snippets").at("p50_us"))
        << name;
    // The null server gives what lecternd gives.
    const double ours = made.at("one_in_flight").at("snippets").at("answer_bytes").at("median");
    const double theirs = made.at("one_in_flight").at("null").at("answer_bytes").at("median");
    EXPECT_NEAR(theirs / ours, 1, 0.2) << name;
    EXPECT_GT(made.at("rpc_vs_inprocess"), 0) << name;
  }
  const nlohmann::json& stream = service.at("stream");
  EXPECT_EQ(stream.at("sightings"), 50);
  EXPECT_GT(stream.at("documents_per_second"), 0);
  EXPECT_GE(stream.at("visible_p99_ms"), stream.at("visible_p50_ms"));
  EXPECT_GE(stream.at("visible_max_ms"), stream.at("visible_p99_ms"));
  for (const char* moment : {"common_quiet", "common_streaming"})
    EXPECT_GT(stream.at(moment).at("snippets").at("p99_us").at("median"), 0) << moment;
}

TEST(SearchBench, AsksAServerAndTakesWhatWasLoaded) {
  const TempDirectory directory;
  const std::vector<std::string> arguments{"--quick", "--service-alone", "--reuse", "--classes", "common,deep_page"};
  const ProgramResult first = RunBench(directory, arguments);
  ASSERT_EQ(first.exit_code, 0) << first.out << first.err;
  EXPECT_THAT(first.out, HasSubstr("Writing 2000 documents"));
  const nlohmann::json json = ReportOf(directory);
  ExpectServed(json.at("figures").at("service"), 2);
  const nlohmann::json& load = json.at("figures").at("service").at("load");
  EXPECT_EQ(load.at("written").at("entries"), kDocuments);
  EXPECT_EQ(load.at("updated").at("entries"), kDocuments / 20);
  EXPECT_EQ(load.at("deleted").at("entries"), kDocuments / 20);
  for (const char* ratio :
       {"rpc_vs_inprocess", "rpc_vs_inprocess_in_turn", "resident", "ready_after_kill", "visible"}) {
    EXPECT_GT(json.at("ratios").at(ratio), 0) << ratio;
    EXPECT_THAT(first.out, HasSubstr(ratio));
  }

  const ProgramResult second = RunBench(directory, arguments);
  ASSERT_EQ(second.exit_code, 0) << second.out << second.err;
  EXPECT_THAT(second.out, ::testing::Not(HasSubstr("Writing 2000 documents")));
  ExpectServed(ReportOf(directory).at("figures").at("service"), 2);
}

TEST(SearchBench, RunsAloneAndTakesWhatWasLoaded) {
  const TempDirectory directory;
  const std::vector<std::string> arguments{"--quick", "--no-peers", "--no-service",
                                           "--reuse", "--classes",  "rare,common"};
  const ProgramResult first = RunBench(directory, arguments), second = RunBench(directory, arguments);
  ASSERT_EQ(first.exit_code, 0) << first.out << first.err;
  ASSERT_EQ(second.exit_code, 0) << second.out << second.err;
  EXPECT_THAT(first.out, HasSubstr("Loading"));
  EXPECT_THAT(second.out, ::testing::Not(HasSubstr("Loading")));
  EXPECT_EQ(ReportOf(directory).at("figures").at("classes").size(), 2);
  EXPECT_FALSE(ReportOf(directory).at("figures").contains("postgres"));
  EXPECT_FALSE(ReportOf(directory).at("figures").contains("service"));
}

TEST(SearchBench, LeavesNoProcessWhenItIsStopped) {
  for (const int number : {SIGTERM, SIGKILL}) {
    const TempDirectory directory;
    Program program(ProgramPath("search_bench"), Arguments(directory, {"--documents", "20000"}));
    const fs::path lock = directory.path() / "work" / "search" / "postgres" / "cluster" / "postmaster.pid";
    int server = 0;  // below 0 as long as the cluster is being made
    for (int look = 0; look < 10'000 && server <= 0 && program.Running(); ++look) {
      server = std::atoi(testing::ReadFile(lock).c_str());
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_GT(server, 0) << program.out() << program.err();
    program.Signal(number);
    EXPECT_EQ(program.Wait(std::chrono::seconds(60)), 128 + number) << program.err();
    // Who is killed cannot wait for it.
    for (int look = 0; look < 3'000 && kill(server, 0) == 0; ++look)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_NE(kill(server, 0), 0) << "PostgreSQL still runs after signal " << number;
  }
}

TEST(SearchBench, RefusesWhatItDoesNotKnow) {
  const TempDirectory directory;
  EXPECT_EQ(RunBench(directory, {"--documents", "1"}).exit_code, 2);
  EXPECT_EQ(RunBench(directory, {"--classes", "easy"}).exit_code, 2);
  EXPECT_EQ(RunBench(directory, {"--no-service", "--service-alone"}).exit_code, 2);
}

}  // namespace
}  // namespace lectern::bench
