// rpc_bench: measures reading from lecternd over gRPC, beside a server that answers the same bytes from memory.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <set>
#include <string>

#include "CLI/CLI.hpp"
#include "tests/bench/report.h"
#include "tests/bench/rpc_cases.h"

namespace {

using lectern::bench::RpcSettings;

// Small enough for a test: shows that everything works, and nothing about speed.
RpcSettings Quick(RpcSettings settings) {
  settings.entries = 2'000;
  settings.few_entries = 200;
  settings.hot = 100;
  settings.cold = 500;
  settings.pages = 10;
  settings.seconds = 0.2;
  settings.rounds = 2;
  settings.starts = 1;
  settings.write_seconds = 0.3;
  return settings;
}

void PrintStarts(const nlohmann::ordered_json& figures) {
  if (figures.contains("memory"))
    std::printf("\nResident memory of lecternd at the end: %s MiB (at most %s MiB)\n",
                figures["memory"]["resident_mib"].dump().c_str(), figures["memory"]["peak_mib"].dump().c_str());
  if (figures.contains("starts"))
    std::printf("Seconds from start to serving: %s; after kill -9 while writing: %s, with %s MiB of log\n",
                figures["starts"]["clean_seconds"].dump().c_str(),
                figures["starts"]["after_kill_seconds"].dump().c_str(),
                figures["starts"]["log_mib_at_kill"].dump().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Measures reading from lecternd over gRPC beside a server that answers the same bytes from memory. Servers run "
      "on\n"
      "core 0, the load generator on core 1. Data is made once and kept in the work folder.\n"
      "Exit codes: 0 measured, whatever came out; 1 could not measure; 2 wrong flags."};
  RpcSettings settings;
  std::string programs, work, out, commit = "unknown";
  bool quick = false;
  app.add_option("--programs", programs, "folder with lecternd and null_server")->required();
  app.add_option("--work", work, "folder for data and answers")->required();
  app.add_option("--out", out, "JSON file to write")->required();
  app.add_option("--commit", commit, "what the JSON shall say was measured");
  auto* entries = app.add_option("--entries", settings.entries, "entries that lecternd holds (default 1000000)")
                      ->check(CLI::Range(2'000, 100'000'000));
  auto* seconds =
      app.add_option("--seconds", settings.seconds, "seconds of a round (default 3)")->check(CLI::Range(0.1, 600.0));
  auto* rounds =
      app.add_option("--rounds", settings.rounds, "rounds of each server (default 5)")->check(CLI::Range(1, 1000));
  app.add_option("--parts", settings.parts, "measure these alone: hot, cold, one, open, list, writes, starts")
      ->delimiter(',')
      ->check(CLI::IsMember(
          std::set<std::string>(std::begin(lectern::bench::kRpcParts), std::end(lectern::bench::kRpcParts))));
  app.add_flag("--quick", quick, "2000 entries and short rounds: shows that it works");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (quick) {
    const RpcSettings given = settings;
    settings = Quick(settings);
    if (entries->count() > 0) settings.entries = given.entries;
    if (seconds->count() > 0) settings.seconds = given.seconds;
    if (rounds->count() > 0) settings.rounds = given.rounds;
  }
  settings.few_entries = std::min(settings.few_entries, settings.entries / 10);
  settings.programs = std::filesystem::absolute(programs);
  settings.work = std::filesystem::absolute(work);
  try {
    const lectern::bench::WorkFolder folder(settings.work);
    const lectern::bench::RpcResults results = lectern::bench::RunRpc(settings);
    lectern::bench::WriteReport(out, results.ratios, results.figures, commit);
    lectern::bench::PrintCases(results.cases);
    lectern::bench::PrintRatios(results.ratios);
    PrintStarts(results.figures);
    std::printf("\nWritten to %s\n", out.c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rpc_bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
