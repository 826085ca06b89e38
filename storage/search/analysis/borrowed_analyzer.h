// Analyzers for whoever answers one request after another.
#pragma once

#include <memory>

#include "storage/search/analysis/analyzer.h"

namespace lectern::search {

// An analyzer of the process for as long as this lives; there are as many as were ever needed at once. What was given
// back last is lent first, whichever thread asks: the words that it keeps are in the processor's caches.
class BorrowedAnalyzer {
 public:
  BorrowedAnalyzer();
  ~BorrowedAnalyzer();
  BorrowedAnalyzer(const BorrowedAnalyzer&) = delete;
  BorrowedAnalyzer& operator=(const BorrowedAnalyzer&) = delete;

  Analyzer& operator*() const { return *analyzer_; }

 private:
  std::unique_ptr<Analyzer> analyzer_;
};

}  // namespace lectern::search
