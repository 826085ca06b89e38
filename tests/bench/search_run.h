// The whole benchmark of search: loads, compares and measures every subject.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/search_measure.h"
#include "tests/bench/search_own.h"
#include "tests/bench/search_subject.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

struct SearchSettings {
  std::filesystem::path work;               // folder for data
  std::filesystem::path postgres_programs;  // folder with initdb and postgres
  uint64_t documents = 1'000'000;
  double seconds = 3;       // for each class, of our index with one thread, and again with two
  double peer_seconds = 8;  // of each peer with one thread; half of it with two
  bool peers = true;
  bool reuse = false;                // take what an earlier run of this kind loaded, and leave it for the next
  std::vector<std::string> classes;  // these alone; empty: all
};

// What one subject needed for one class.
struct ClassTimes {
  QueryTimes one_thread, two_threads;
};

struct ClassResult {
  std::string name;
  size_t queries = 0;                       // in its list
  size_t compared = 0;                      // answers that were the same from all subjects
  double others_busy = 0;                   // share of the machine that others used while ours ran with one thread
  std::map<std::string, ClassTimes> times;  // by subject
};

struct SubjectResult {
  std::string name, version;
  LoadTimes load;
  double open_seconds = 0;
  uint64_t disk_bytes = 0;
};

struct SearchResults {
  uint64_t documents = 0;               // that were loaded
  uint64_t text_bytes = 0;              // of those that are left
  std::vector<SubjectResult> subjects;  // ours first
  std::vector<ClassResult> classes;
  search::IndexStatistics index;
  ResidentMemory memory_before;  // of this process before anything was loaded,
  ResidentMemory memory;         // and once our index was asked every query, before any peer was started
};

// Names of all classes, as settings know them.
std::vector<std::string> SearchClassNames();

// Throws std::runtime_error where something fails or the subjects disagree, and Stopped.
SearchResults RunSearch(const SearchSettings& settings, StopSignal& signal);

}  // namespace lectern::bench
