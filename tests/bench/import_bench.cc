// import_bench: measures an import of JSON Lines by lecternctl, beside RocksDB alone taking the rows that it stored.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "CLI/CLI.hpp"
#include "tests/bench/catalogue.h"
#include "tests/bench/corpus.h"
#include "tests/bench/import_file.h"
#include "tests/bench/measured_import.h"
#include "tests/bench/report.h"
#include "tests/bench/stored_rows.h"

namespace {

namespace fs = std::filesystem;
using lectern::bench::MeasuredImport;
using lectern::bench::PlainWrite;
using lectern::bench::Rounded;
using lectern::bench::Spool;
using nlohmann::ordered_json;

// What the tool and the server may use, in MiB of resident memory.
constexpr double kToolMib = 200, kServerMib = 1024;

struct Settings {
  fs::path programs, work;
  uint64_t entries = 1'000'000;
};

struct Results {
  std::vector<lectern::bench::Ratio> ratios;
  ordered_json figures;
};

double Mib(double bytes) { return Rounded(bytes / (1 << 20)); }

ordered_json ImportFigures(const MeasuredImport& import, double entries) {
  const auto phase = [&](double seconds) -> ordered_json {
    return {{"seconds", Rounded(seconds)}, {"entries_per_second", Rounded(entries / seconds)}};
  };
  return {{"reading_and_staging", phase(import.reading)},
          {"planning", phase(import.planning)},
          {"deciding_seconds", Rounded(import.deciding)},
          {"writing", phase(import.writing)},
          {"whole", phase(import.whole)},
          {"until_the_tool_ended_seconds", Rounded(import.tool)},
          {"tool_peak_mib", Mib(static_cast<double>(import.tool_peak_kib) * 1024)},
          {"server_peak_mib", Mib(static_cast<double>(import.server_peak_kib) * 1024)},
          {"tool_cpu_us_per_entry", Rounded(import.tool_cpu * 1e6 / entries)},
          {"server_cpu_us_per_entry", Rounded(import.server_cpu * 1e6 / entries)},
          {"others_busy", Rounded(import.others_busy)}};
}

ordered_json StoredFigures(const Spool& spool, double entries) {
  ordered_json json = {{"rows_per_entry", Rounded(static_cast<double>(spool.rows) / entries)},
                       {"bytes_per_entry", Rounded(static_cast<double>(spool.bytes) / entries)}};
  for (const lectern::bench::SpaceUse& space : spool.spaces)
    json["spaces"][space.name] = {
        {"rows", space.rows},
        {"key_bytes", space.key_bytes},
        {"value_bytes", space.value_bytes},
        {"bytes_per_entry", Rounded(static_cast<double>(space.key_bytes + space.value_bytes) / entries)}};
  return json;
}

ordered_json PlainFigures(const PlainWrite& plain, double entries) {
  return {{"seconds", Rounded(plain.seconds)},
          {"entries_per_second", Rounded(entries / plain.seconds)},
          {"batches", plain.batches},
          {"commits_merged", plain.merged}};
}

uint64_t BytesBelow(const fs::path& folder) {
  uint64_t bytes = 0;
  for (const fs::directory_entry& item : fs::recursive_directory_iterator(folder))
    if (item.is_regular_file()) bytes += item.file_size();
  return bytes;
}

Results Run(const Settings& settings) {
  const fs::path file = lectern::bench::PrepareImportFile(settings.work, settings.entries);
  const fs::path folder = settings.work / "import", data = folder / "data";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::printf("Importing %llu entries, %.0f MiB\n", static_cast<unsigned long long>(settings.entries),
              static_cast<double>(fs::file_size(file)) / (1 << 20));
  std::fflush(stdout);
  lectern::bench::MeasuredServer server = lectern::bench::StartLectern(settings.programs, data, std::nullopt);
  const MeasuredImport import = lectern::bench::RunImport(settings.programs, data, server, file);
  server.Stop();
  const auto expected = static_cast<int64_t>(settings.entries + lectern::bench::Countries().size());
  if (import.created != expected)
    throw std::runtime_error("the import created " + std::to_string(import.created) + " records, not " +
                             std::to_string(expected));
  const uint64_t disk = BytesBelow(data / "store");
  std::printf("Reading what it stored\n");
  std::fflush(stdout);
  const Spool spool = lectern::bench::SpoolRows(data, folder / "spool");
  sync();  // what was written until now is not to stand in the limit's way
  std::printf("Writing %llu rows into RocksDB alone\n", static_cast<unsigned long long>(spool.rows));
  std::fflush(stdout);
  const PlainWrite plain = lectern::bench::WritePlainly(spool, folder / "plain");
  if (plain.rows != spool.rows) throw std::runtime_error("not all rows were written into RocksDB alone");

  const auto entries = static_cast<double>(settings.entries);
  Results results;
  results.ratios = {
      {"import_vs_rocksdb", plain.seconds / import.whole, 0.5,
       "entries a second, from the tool's start to the last commit: staging and planning counted"},
      {"import_commit_vs_rocksdb", plain.seconds / import.writing, 0.5, "of the commit alone, neither counted"},
      {"tool_memory", kToolMib * 1024 / static_cast<double>(import.tool_peak_kib), 1, "200 MiB to its peak"},
      {"server_memory", kServerMib * 1024 / static_cast<double>(import.server_peak_kib), 1, "1 GiB to its peak"}};
  results.figures["entries"] = settings.entries;
  results.figures["file_bytes"] = fs::file_size(file);
  results.figures["import"] = ImportFigures(import, entries);
  results.figures["rocksdb"] = PlainFigures(plain, entries);
  results.figures["stored"] = StoredFigures(spool, entries);
  results.figures["stored"]["disk_mib"] = Mib(static_cast<double>(disk));
  fs::remove_all(folder);
  return results;
}

void Print(const ordered_json& figures) {
  const ordered_json& import = figures["import"];
  std::printf("\n%-28s %9s %11s\n", "phase", "seconds", "entries/s");
  const auto line = [](const char* name, const ordered_json& phase) {
    std::printf("%-28s %9.2f %11.0f\n", name, phase["seconds"].get<double>(),
                phase["entries_per_second"].get<double>());
  };
  line("reading and staging", import["reading_and_staging"]);
  line("planning", import["planning"]);
  std::printf("%-28s %9.2f\n", "deciding", import["deciding_seconds"].get<double>());
  line("writing", import["writing"]);
  line("whole", import["whole"]);
  line("RocksDB alone", figures["rocksdb"]);
  std::printf("\nProcessor time per entry: tool %s us, server %s us; others had %.0f %% of the machine\n",
              import["tool_cpu_us_per_entry"].dump().c_str(), import["server_cpu_us_per_entry"].dump().c_str(),
              100 * import["others_busy"].get<double>());
  std::printf("Resident memory at most: tool %s MiB, server %s MiB\n", import["tool_peak_mib"].dump().c_str(),
              import["server_peak_mib"].dump().c_str());
  const ordered_json& stored = figures["stored"];
  std::printf("\n%-44s %12s %15s\n", "stored", "rows", "bytes per entry");
  for (const auto& [name, space] : stored["spaces"].items())
    std::printf("%-44s %12llu %15.1f\n", name.c_str(), static_cast<unsigned long long>(space["rows"].get<uint64_t>()),
                space["bytes_per_entry"].get<double>());
  std::printf("%-44s %12s %15.1f, on disk %s MiB in all\n", "all", "", stored["bytes_per_entry"].get<double>(),
              stored["disk_mib"].dump().c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Measures an import of JSON Lines: lecternctl reads a generated file and a lecternd on an empty data directory\n"
      "stages, plans and commits it, on all cores. Then RocksDB alone takes the rows that the store holds afterwards.\n"
      "Exit codes: 0 measured, whatever came out; 1 could not measure; 2 wrong flags."};
  Settings settings;
  std::string programs, work, out, commit = "unknown";
  bool quick = false;
  app.add_option("--programs", programs, "folder with lecternd and lecternctl")->required();
  app.add_option("--work", work, "folder for data")->required();
  app.add_option("--out", out, "JSON file to write")->required();
  app.add_option("--commit", commit, "what the JSON shall say was measured");
  auto* entries = app.add_option("--entries", settings.entries, "entries to import (default 1000000)")
                      ->check(CLI::Range(1'000, 100'000'000));
  app.add_flag("--quick", quick, "2000 entries: shows that it works");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (quick && entries->count() == 0) settings.entries = 2'000;
  settings.programs = fs::absolute(programs);
  settings.work = fs::absolute(work);
  try {
    const lectern::bench::WorkFolder folder(settings.work);
    const Results results = Run(settings);
    lectern::bench::WriteReport(out, results.ratios, results.figures, commit);
    Print(results.figures);
    lectern::bench::PrintRatios(results.ratios);
    std::printf("\nWritten to %s\n", out.c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "import_bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
