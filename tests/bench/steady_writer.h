// Writes beside what is measured.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace lectern::bench {

// While it lives, a thread changes the editors' notes of one country that often: commits that take away what a server
// may have kept for the state before, and touch no entry.
class SteadyWriter {
 public:
  SteadyWriter(const std::string& address, const std::string& admin_key, double commits_a_second);
  ~SteadyWriter();
  SteadyWriter(const SteadyWriter&) = delete;
  SteadyWriter& operator=(const SteadyWriter&) = delete;

  // Acknowledged so far. Throws std::runtime_error where a write failed.
  uint64_t commits() const;

 private:
  void Write(const std::string& address, const std::string& admin_key, double commits_a_second);

  std::atomic<bool> stopping_{false}, failed_{false};
  std::atomic<uint64_t> commits_{0};
  std::string failure_;  // set before failed_
  std::thread thread_;
};

}  // namespace lectern::bench
