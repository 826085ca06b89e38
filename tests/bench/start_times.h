// How long lecternd takes to start.
#pragma once

#include <filesystem>
#include <vector>

#include "tests/bench/catalogue.h"

namespace lectern::bench {

struct StartTimes {
  std::vector<double> clean;       // seconds from the process's start to "serving", after an orderly stop
  std::vector<double> after_kill;  // the same after kill -9 in the midst of writing
  std::vector<double> log_mib;     // write-ahead log that lay there at each of these kills
};

std::vector<double> CleanStarts(const std::filesystem::path& programs, const Catalogue& catalogue, int rounds);

// Writes new entries into a copy of the catalogue for some seconds, a little longer each time, kills the server in the
// middle, and starts it again. Throws std::runtime_error where an entry that was acknowledged is missing afterwards.
void StartsAfterKill(const std::filesystem::path& programs, const Catalogue& catalogue, int rounds,
                     double seconds_of_writing, StartTimes& times);

}  // namespace lectern::bench
