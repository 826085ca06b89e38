#include "tests/bench/start_times.h"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include "tests/bench/answers.h"
#include "tests/bench/corpus.h"
#include "tests/bench/measured_server.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;

// RocksDB's write-ahead log is in files NUMBER.log.
double LogMib(const fs::path& data) {
  uintmax_t bytes = 0;
  for (const fs::directory_entry& item : fs::recursive_directory_iterator(data))
    if (item.is_regular_file() && item.path().extension() == ".log") bytes += item.file_size();
  return static_cast<double>(bytes) / (1 << 20);
}

void MustHold(const MeasuredServer& server, uint64_t number) {
  Fetch(server.address(), {"/lectern.v1.EntryService/GetEntry", {GetRequest(EntryName(number))}});
}

}  // namespace

std::vector<double> CleanStarts(const fs::path& programs, const Catalogue& catalogue, int rounds) {
  std::vector<double> seconds;
  for (int round = 0; round < rounds; ++round) {
    MeasuredServer server = StartLectern(programs, catalogue.data, std::nullopt);
    seconds.push_back(server.seconds_to_serving());
    server.Stop();
  }
  return seconds;
}

void StartsAfterKill(const fs::path& programs, const Catalogue& catalogue, int rounds, double seconds_of_writing,
                     StartTimes& times) {
  const fs::path copy = catalogue.data.string() + "-killed";
  CloneData(catalogue.data, copy);
  const std::string key = AdminKeyOf(copy);
  uint64_t next = catalogue.entries;
  for (int round = 0; round < rounds; ++round) {
    MeasuredServer server = StartLectern(programs, copy, std::nullopt);
    Written written;
    std::thread writer([&] { written = WriteEntries({server.address(), key}, MakeEntry, next, UINT64_MAX); });
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds_of_writing * (1 + 0.37 * round)));
    server.Kill();
    writer.join();
    times.log_mib.push_back(LogMib(copy));
    MeasuredServer again = StartLectern(programs, copy, std::nullopt);
    times.after_kill.push_back(again.seconds_to_serving());
    // Of each call that was acknowledged; others were under way, and may be there or not.
    for (const uint64_t first : written.batches) MustHold(again, first);
    again.Stop();
    next += written.entries + 8 * 128;
  }
  fs::remove_all(copy);
}

}  // namespace lectern::bench
