// What a benchmark found, as JSON and as a table.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "tests/bench/measure.h"

namespace lectern::bench {

// A ratio that the JSON has, and what is asked of it; larger is better unless it says otherwise, 1.0 is parity.
struct Ratio {
  std::string name;
  double value = 0;
  double target = 0;  // 0 where there is none
  std::string meaning;
  bool smaller_is_better = false;

  bool Missed() const { return target > 0 && (smaller_is_better ? value > target : value < target); }
};

// Four digits say all that such a measurement knows.
double Rounded(double value);

nlohmann::ordered_json ToJson(const CaseResult& result);
// Processor, cores, memory, kernel and the version of gRPC.
nlohmann::ordered_json Machine();

// Writes {"ratios", "figures", "machine", "commit"} in one step: no reader sees half of it.
void WriteReport(const std::filesystem::path& file, const std::vector<Ratio>& ratios,
                 const nlohmann::ordered_json& figures, const std::string& commit);

void PrintCases(const std::vector<CaseResult>& results);
void PrintRatios(const std::vector<Ratio>& ratios);

}  // namespace lectern::bench
