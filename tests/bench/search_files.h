// Small things that all subjects of the search benchmark need.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace lectern::bench {

class Stopwatch {
 public:
  // Seconds since it was made, or since the last lap.
  double Lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(began_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

// Sizes of all files in a folder and below it.
uint64_t BytesBelow(const std::filesystem::path& folder);

// Returns once the file's bytes are on disk.
void SyncFile(const std::filesystem::path& file);

}  // namespace lectern::bench
