// One import by lecternctl, as its user runs it, and what it took.
#pragma once

#include <cstdint>
#include <filesystem>

#include "tests/bench/measured_server.h"

namespace lectern::bench {

struct MeasuredImport {
  int64_t created = 0;
  // Seconds. From before the tool was started until all is staged, which is also when the plan begins; of the plan;
  // between both, until the tool has looked at the plan; of the commit. `whole` is all of it, to the last commit, and
  // `tool` until the tool has ended.
  double reading = 0, planning = 0, deciding = 0, writing = 0, whole = 0, tool = 0;
  long tool_peak_kib = 0, server_peak_kib = 0;  // resident memory
  double tool_cpu = 0, server_cpu = 0;          // processor seconds, in user and kernel mode
  double others_busy = 0;                       // share of the whole machine that everybody else used
};

// Imports `file` with the tool out of `programs` into a server on the data directory `data`. Throws std::runtime_error,
// with what the tool wrote, where the import fails or refuses anything.
MeasuredImport RunImport(const std::filesystem::path& programs, const std::filesystem::path& data,
                         const MeasuredServer& server, const std::filesystem::path& file);

}  // namespace lectern::bench
