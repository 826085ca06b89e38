// search_bench: measures our search index beside PostgreSQL's full text search and SQLite's FTS5, and lecternd's search
// beside the same answers made in process.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "tests/bench/catalogue.h"
#include "tests/bench/report.h"
#include "tests/bench/search_report.h"
#include "tests/bench/search_run.h"
#include "tests/bench/search_service_report.h"
#include "tests/bench/search_service_run.h"
#include "tests/bench/stop_signal.h"

namespace {

namespace fs = std::filesystem;
using lectern::bench::Ratio;
using lectern::bench::SearchSettings;
using lectern::bench::ServiceSettings;
using lectern::bench::StopSignal;

constexpr int kSignalBase = 128;

// Small enough for a test: shows that everything works, and nothing about speed.
constexpr uint64_t kQuickDocuments = 2'000;
constexpr double kQuickSeconds = 0.1;
constexpr uint64_t kQuickSightings = 50;

// What the JSON gets.
struct Findings {
  std::vector<Ratio> ratios;
  nlohmann::ordered_json figures = nlohmann::ordered_json::object();

  void Add(const std::vector<Ratio>& more) { ratios.insert(ratios.end(), more.begin(), more.end()); }
};

void MeasureIndex(const SearchSettings& settings, StopSignal& signal, Findings& findings) {
  const lectern::bench::SearchResults results = lectern::bench::RunSearch(settings, signal);
  findings.Add(lectern::bench::SearchRatios(results));
  findings.figures = lectern::bench::SearchFigures(results);
  lectern::bench::PrintSearch(results);
}

void MeasureService(const ServiceSettings& settings, const StopSignal& signal, Findings& findings) {
  const lectern::bench::ServiceResults results = lectern::bench::RunService(settings, signal);
  findings.Add(lectern::bench::ServiceRatios(results));
  findings.figures["service"] = lectern::bench::ServiceFigures(results);
  lectern::bench::PrintService(results);
}

// The folder that this program is in.
fs::path OwnFolder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Measures our search index beside PostgreSQL's full text search and SQLite's FTS5. All of them take the same\n"
      "generated documents and are asked the same queries: exact totals, nothing kept from one query to the next, all "
      "of\n"
      "it in memory. PostgreSQL is a cluster of this program's own, on a Unix socket, with one process a query. Peers\n"
      "get through the first queries of a list in the time they have; ratios compare those alone. Then lecternd gets\n"
      "the documents as published entries and is asked over its API.\n"
      "Exit codes: 0 measured, whatever came out; 1 could not measure, or answers differ; 2 wrong flags; 128 and the\n"
      "signal's number: stopped."};
  SearchSettings settings;
  ServiceSettings service;
  std::string work, out, commit = "unknown", postgres = LECTERN_POSTGRES_PROGRAMS, programs;
  bool quick = false, no_peers = false, no_service = false, service_alone = false;
  app.add_option("--work", work, "folder for data")->required();
  app.add_option("--out", out, "JSON file to write")->required();
  app.add_option("--commit", commit, "what the JSON shall say was measured");
  auto* documents = app.add_option("--documents", settings.documents, "documents to load (default 1000000)")
                        ->check(CLI::Range(1'000, 100'000'000));
  app.add_option("--classes", settings.classes, "measure these classes alone, parted by commas")
      ->delimiter(',')
      ->check(CLI::IsMember(lectern::bench::SearchClassNames()));
  auto* seconds = app.add_option("--seconds", settings.seconds, "seconds for our index and each class (default 3)")
                      ->check(CLI::Range(0.01, 3600.0));
  auto* peer_seconds =
      app.add_option("--peer-seconds", settings.peer_seconds, "seconds for each peer and class (default 8)")
          ->check(CLI::Range(0.01, 3600.0));
  app.add_flag("--no-peers", no_peers, "our index alone");
  app.add_flag("--reuse", settings.reuse, "take what an earlier run with this flag loaded, and leave it for the next");
  app.add_option("--postgres", postgres, "folder with initdb and postgres");
  auto* without = app.add_flag("--no-service", no_service, "without lecternd");
  app.add_flag("--service-alone", service_alone, "lecternd alone")->excludes(without);
  auto* service_documents =
      app.add_option("--service-documents", service.documents, "documents that lecternd gets (default: --documents)")
          ->check(CLI::Range(1'000, 100'000'000));
  app.add_option("--programs", programs, "folder with lecternd and null_server (default: that of this program)");
  app.add_flag("--quick", quick, "2000 documents: shows that it works");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (quick && documents->count() == 0) settings.documents = kQuickDocuments;
  if (quick && seconds->count() == 0) settings.seconds = kQuickSeconds;
  if (quick && peer_seconds->count() == 0) settings.peer_seconds = kQuickSeconds;
  if (quick) service.sightings = kQuickSightings;
  settings.work = fs::absolute(work);
  settings.postgres_programs = postgres;
  settings.peers = !no_peers;
  if (service_documents->count() == 0) service.documents = settings.documents;
  service.work = settings.work;
  service.programs = programs.empty() ? OwnFolder() : fs::absolute(programs);
  service.seconds = settings.seconds;
  service.reuse = settings.reuse;
  service.classes = settings.classes;
  StopSignal signal;
  try {
    const lectern::bench::WorkFolder folder(settings.work);
    Findings findings;
    if (!service_alone) MeasureIndex(settings, signal, findings);
    if (!no_service) MeasureService(service, signal, findings);
    lectern::bench::WriteReport(out, findings.ratios, findings.figures, commit);
    std::printf("\nWritten to %s\n", out.c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "search_bench: %s\n", error.what());
    return signal.number() == 0 ? 1 : kSignalBase + signal.number();
  }
  return 0;
}
