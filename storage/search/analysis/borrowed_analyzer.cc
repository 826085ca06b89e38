#include "storage/search/analysis/borrowed_analyzer.h"

#include <mutex>
#include <utility>
#include <vector>

namespace lectern::search {
namespace {

struct Shelf {
  std::mutex mutex;
  std::vector<std::unique_ptr<Analyzer>> analyzers;  // guarded by mutex
};

// Never destroyed: threads may give back while the process ends.
Shelf& TheShelf() {
  static Shelf& shelf = *new Shelf;
  return shelf;
}

}  // namespace

BorrowedAnalyzer::BorrowedAnalyzer() {
  Shelf& shelf = TheShelf();
  {
    const std::lock_guard lock(shelf.mutex);
    if (!shelf.analyzers.empty()) {
      analyzer_ = std::move(shelf.analyzers.back());
      shelf.analyzers.pop_back();
    }
  }
  if (analyzer_ == nullptr) analyzer_ = std::make_unique<Analyzer>();
}

BorrowedAnalyzer::~BorrowedAnalyzer() {
  Shelf& shelf = TheShelf();
  const std::lock_guard lock(shelf.mutex);
  shelf.analyzers.push_back(std::move(analyzer_));
}

}  // namespace lectern::search
