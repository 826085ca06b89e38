// The served part of the benchmark of search: the corpus in a lecternd, asked over its API.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/histogram.h"
#include "tests/bench/measure.h"
#include "tests/bench/search_service_load.h"
#include "tests/bench/search_service_local.h"
#include "tests/bench/stop_signal.h"

namespace lectern::bench {

struct ServiceSettings {
  std::filesystem::path work;      // folder for data
  std::filesystem::path programs;  // folder with lecternd and null_server
  uint64_t documents = 1'000'000;
  double seconds = 3;                // for each class and each way of asking
  uint64_t sightings = 1'000;        // entries written and looked for while others stream in
  bool reuse = false;                // take what an earlier run of this kind loaded, and leave it for the next
  std::vector<std::string> classes;  // these alone; empty: all
};

// Names of what a class was measured as.
inline constexpr char kSnippets[] = "snippets";  // as a client asks by default
inline constexpr char kPlain[] = "plain";        // without snippets
inline constexpr char kCalls[] = "calls";        // as they are
inline constexpr char kNull[] = "null";          // a server that answers with the same bytes, whatever it is asked

struct ServiceClassResult {
  std::string name;
  size_t queries = 0;
  CaseResult one;                           // one call in flight: kSnippets, kPlain, kNull
  CaseResult many;                          // sixteen: kSnippets, kPlain
  std::map<std::string, LocalTimes> local;  // kSnippets, kPlain: making the answer in process, one after the other
  LocalTimes in_turn;  // kSnippets: a null call and making the answer in process, one after the other
  CaseResult busy;     // kNull: one call in flight, each of which keeps a core busy for the median of `local`

  // Median of a whole call, with snippets, to that of making the answer plus that of a null call.
  double RpcVsInProcess() const;
  // The same to the median of both in turn. Each by itself has the processor's caches for its own; in a call, as here,
  // they have to share them.
  double RpcVsInTurn() const;
  // The same to the median of null calls that are busy for as long: what lecternd adds to its answers, apart from what
  // the transport adds to any, and the machine, whose cores wake up the slower the longer they wait for one.
  double RpcVsBusyNull() const;
};

// What a server's process holds, in MiB.
struct ServerMemory {
  double resident = 0, anonymous = 0;
};

struct ServiceResults {
  uint64_t documents = 0;
  std::optional<ServiceLoad> load;  // not where it was there already
  uint64_t index_bytes = 0, store_bytes = 0;
  ServerMemory loaded, asked, streamed;  // of lecternd, then
  double peak_mib = 0;                   // of the lecternd that was loaded and asked
  std::vector<ServiceClassResult> classes;
  std::vector<std::pair<std::string, CaseResult>> others;  // kCalls of methods beside Search, one in flight
  double stream_seconds = 0;
  uint64_t stream_entries = 0;                // acknowledged within them
  Histogram sightings;                        // nanoseconds until what was written was found
  CaseResult common_quiet, common_streaming;  // kSnippets, one call in flight, of the same server
  double serving_seconds = 0;                 // from the start after a kill until lecternd serves,
  double ready_seconds = 0;                   // and until its index answers and knows of every commit
};

// Throws std::runtime_error where something fails, and Stopped.
ServiceResults RunService(const ServiceSettings& settings, const StopSignal& signal);

}  // namespace lectern::bench
