#include "storage/search/index/facets.h"

#include <algorithm>
#include <utility>

namespace lectern::search {

void FacetCounter::Add(const LabelValues& values, const DocumentSet& documents) {
  std::vector<uint64_t> by_set(values.sets().size());
  const PackedCodes& codes = values.codes();
  if (codes.width() == 0) {
    if (!by_set.empty()) by_set[0] = documents.Count();
  } else if (codes.width() == 1) {
    const uint8_t* code = codes.data();
    documents.ForEach([&](uint32_t document) { ++by_set[code[document]]; });
  } else {
    documents.ForEach([&](uint32_t document) { ++by_set[codes[document]]; });
  }
  for (size_t s = 0; s < by_set.size(); ++s)
    if (by_set[s] > 0)
      for (const std::string& label : values.sets()[s]) counts_[label] += by_set[s];
}

std::vector<FacetCount> FacetCounter::Take() {
  std::vector<FacetCount> counts;
  for (const auto& [label, count] : counts_) counts.push_back({label, count});
  std::stable_sort(counts.begin(), counts.end(),
                   [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  if (counts.size() > request_.limit) counts.resize(request_.limit);
  return counts;
}

}  // namespace lectern::search
