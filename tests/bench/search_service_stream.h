// New entries coming in at a steady rate, and how soon what a client wrote meanwhile is found.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/catalogue.h"
#include "tests/bench/histogram.h"
#include "tests/bench/search_corpus.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

// Where entries are written, and from which number of the corpus on.
struct StreamTarget {
  std::string address, admin_key;
  uint64_t first = 0;
};

// While it lives, threads write new entries, 50 a call and 20 calls a second: an open loop, each call at its tick
// whatever became of those before, as long as fewer than eight are under way.
class EntryStream {
 public:
  static constexpr uint64_t kEntriesACall = 50;
  static constexpr uint64_t kCallsASecond = 20;

  EntryStream(const StreamTarget& target, const SearchCorpus& corpus);
  ~EntryStream();
  EntryStream(const EntryStream&) = delete;
  EntryStream& operator=(const EntryStream&) = delete;

  // Acknowledged so far. Throws std::runtime_error where a write failed.
  uint64_t written() const;

 private:
  void Write(const StreamTarget& target, const SearchCorpus& corpus);
  void Fail(const std::string& why);

  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::atomic<bool> stopping_{false};
  std::atomic<uint64_t> next_{0}, written_{0};
  mutable std::mutex mutex_;
  std::string failure_;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

// Writes `entries` entries, one after the other, each with a word that no other has, and asks for that word every
// millisecond from the answer on until it is found. Nanoseconds from the answer to the end of the search that found it.
// Throws std::runtime_error where a call fails or ten seconds are not enough, and Stopped.
Histogram MeasureVisibility(const StreamTarget& target, const SearchCorpus& corpus, uint64_t entries,
                            const StopSignal& signal);

}  // namespace lectern::bench
