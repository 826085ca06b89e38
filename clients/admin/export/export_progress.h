// How far an export is.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

namespace lectern::admin {

// "12345 of 100000 records, 5000 records/s, 18 s left": what is done after `passed`. `total` -1: not known.
std::string ExportLine(int64_t done, int64_t total, std::chrono::duration<double> passed);

// On a terminal one line that is written over and over; elsewhere nothing.
class ExportProgress {
 public:
  ExportProgress(std::ostream& err, bool terminal) : err_(err), terminal_(terminal) {}
  ~ExportProgress();
  ExportProgress(const ExportProgress&) = delete;
  ExportProgress& operator=(const ExportProgress&) = delete;

  // So many records are there now.
  void Set(int64_t done, int64_t total);
  // Something that must stay to be read, on a terminal and elsewhere.
  void Say(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  void Clear();

  std::ostream& err_;
  const bool terminal_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_{};
};

}  // namespace lectern::admin
