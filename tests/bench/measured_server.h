// A server as a process of its own, on a core of its own, and what it uses.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/program.h"

namespace lectern::bench {

// Threads of this process that are made from now on, and the calling one, run on `core` alone.
void PinToCore(int core);
// Where this process may, it and what it starts from now on go before others that want the same core: a build beside a
// measurement spoils both its servers, and never by the same share.
void GoFirst();

class MeasuredServer {
 public:
  // Starts `program` and waits until it prints that it serves. With `core` it runs there alone; without it, wherever
  // the machine likes. Throws std::runtime_error, with what it wrote, where it ends before or takes over `patience`.
  MeasuredServer(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 std::optional<int> core, std::chrono::seconds patience = std::chrono::seconds(60));

  const std::string& address() const { return address_; }
  // From before the process was made until it said that it serves.
  double seconds_to_serving() const { return seconds_to_serving_; }

  // Processor time it has used so far, in user and kernel mode.
  double CpuSeconds() const;
  // Memory in KiB: now, of it what is not a file's, and at most so far.
  long ResidentKib() const { return StatusKib("VmRSS:"); }
  long AnonymousKib() const { return StatusKib("RssAnon:"); }
  long PeakKib() const { return StatusKib("VmHWM:"); }

  // Returns once it has used less than 2 % of a core for as long as `still`, looking every other second, or after
  // `patience`.
  void WaitUntilIdle(std::chrono::seconds patience, std::chrono::seconds still = std::chrono::seconds(2)) const;
  // Asks it to stop and waits for its end. Throws std::runtime_error where it still runs after a minute.
  void Stop();
  void Kill() { program_.Kill(); }

 private:
  long StatusKib(const std::string& field) const;

  const std::chrono::steady_clock::time_point begin_;
  testing::Program program_;
  std::string address_;
  double seconds_to_serving_ = 0;
};

// lecternd out of `programs` on the data directory `data`, on a free port, without metrics.
MeasuredServer StartLectern(const std::filesystem::path& programs, const std::filesystem::path& data,
                            std::optional<int> core);

}  // namespace lectern::bench
