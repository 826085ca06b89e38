// How far long work is, on stderr.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>

namespace lectern::admin {

// "planning: 12345 items, 5000/s, 12 %, 18 s left": what is done after `passed`. `fraction` of all, 0 to 1; negative
// where that is not known.
std::string ProgressLine(const std::string& phase, const std::string& unit, int64_t done, double fraction,
                         std::chrono::duration<double> passed);

// On a terminal one line that is written over and over, with rate and time left; elsewhere a plain line a phase, and
// one every ten seconds.
class Progress {
 public:
  Progress(std::ostream& err, bool terminal) : err_(err), terminal_(terminal) {}
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // What begins, and what is counted. Example: "planning", "items".
  void Begin(const std::string& phase, const std::string& unit);
  // So many are dealt with; as ProgressLine.
  void At(int64_t done, double fraction);
  // The phase is over.
  void End();
  // Something that must stay to be read.
  void Say(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  void Clear();
  std::string Line() const;

  std::ostream& err_;
  const bool terminal_;
  std::string phase_, unit_;
  int64_t done_ = 0;
  double fraction_ = -1;
  Clock::time_point start_{}, drawn_{};
  bool drawn_any_ = false;
};

}  // namespace lectern::admin
