// How often each label stands in a set of documents.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/search/index/columns.h"
#include "storage/search/index/document_set.h"
#include "storage/search/index/query.h"

namespace lectern::search {

class FacetCounter {
 public:
  explicit FacetCounter(const FacetRequest& request) : request_(request) {}
  void Add(const LabelValues& values, const DocumentSet& documents);
  std::vector<FacetCount> Take();
  LabelColumn column() const { return request_.column; }

 private:
  const FacetRequest request_;
  std::map<std::string, uint64_t> counts_;
};

}  // namespace lectern::search
