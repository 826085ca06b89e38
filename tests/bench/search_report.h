// What the benchmark of search found, as JSON and as tables.
#pragma once

#include <vector>

#include "nlohmann/json.hpp"
#include "tests/bench/report.h"
#include "tests/bench/search_run.h"

namespace lectern::bench {

// CLASS_vs_PEER is the peer's median divided by ours, over the queries that both were asked, with one thread.
std::vector<Ratio> SearchRatios(const SearchResults& results);
nlohmann::ordered_json SearchFigures(const SearchResults& results);
void PrintSearch(const SearchResults& results);

}  // namespace lectern::bench
