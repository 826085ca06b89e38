// What ./dev bench rpc measures.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/bench/catalogue.h"
#include "tests/bench/measure.h"
#include "tests/bench/report.h"

namespace lectern::bench {

struct RpcSettings {
  std::filesystem::path programs;  // folder with lecternd and null_server
  std::filesystem::path work;      // for data and answers; kept
  uint64_t entries = 1'000'000;
  uint64_t few_entries = 10'000;  // what growth is measured against
  size_t hot = 1'000;             // entries that are read again and again
  size_t cold = 100'000;          // answers that the null server picks from where lecternd reads all over
  size_t pages = 500;             // pages from the middle of the listing
  double seconds = 3;             // of a round
  int rounds = 5;
  int starts = 3;
  double write_seconds = 2;        // before a kill, the first time
  std::vector<std::string> parts;  // of kRpcParts; empty means all

  bool Has(const std::string& part) const;
};

inline constexpr const char* kRpcParts[] = {"hot", "cold", "one", "open", "list", "writes", "starts"};

struct RpcResults {
  std::vector<CaseResult> cases;
  std::vector<Ratio> ratios;
  nlohmann::ordered_json figures;
};

// Loads what is missing, starts the servers, measures. The calling thread and those made by it run on the client's
// core.
RpcResults RunRpc(const RpcSettings& settings);

}  // namespace lectern::bench
