// What the served part of the benchmark of search found, as JSON and as tables.
#pragma once

#include <vector>

#include "nlohmann/json.hpp"
#include "tests/bench/report.h"
#include "tests/bench/search_service_run.h"

namespace lectern::bench {

std::vector<Ratio> ServiceRatios(const ServiceResults& results);
nlohmann::ordered_json ServiceFigures(const ServiceResults& results);
void PrintService(const ServiceResults& results);

}  // namespace lectern::bench
