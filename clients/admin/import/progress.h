// How far an import is, on stderr.
#pragma once

#include <chrono>
#include <ostream>
#include <string>

namespace lectern::admin {

// On a terminal one line that is written over and over; elsewhere a plain line a file.
class Progress {
 public:
  Progress(std::ostream& err, bool terminal, size_t files);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // A file is done, `entries` of it were dealt with; `line` says what became of it.
  void FileDone(const std::string& line, size_t entries);
  // Something that must stay to be read.
  void Say(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  void Clear();
  void Draw();

  std::ostream& err_;
  const bool terminal_;
  const size_t files_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point drawn_{};
  size_t files_done_ = 0;
  size_t entries_done_ = 0;
};

}  // namespace lectern::admin
