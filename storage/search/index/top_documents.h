// The best documents of a segment.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lectern::search {

struct ScoredDocument {
  uint32_t document = 0;
  uint32_t score = 0;
};

// Where a page begins, as a segment sees it: behind every higher score, and behind documents of the same score that
// come before `first`.
struct PageStart {
  uint32_t score = 0;
  uint32_t first = 0;
};

// Keeps the `size` best of what it is offered: by score, the lower number first. Documents are offered ascending, so
// that one of the worst kept score never enters.
class TopDocuments {
 public:
  // `floor`: lower scores need not be offered, since that many better ones are known elsewhere.
  TopDocuments(size_t size, uint32_t floor, std::optional<PageStart> start)
      : size_(size), floor_(floor), start_(start) {}

  // The least score that may still enter, and the highest.
  uint32_t Least() const { return least_; }
  uint32_t Most() const { return start_.has_value() ? start_->score : UINT32_MAX; }
  bool full() const { return heap_.size() == size_; }
  // So many documents as are kept have this score or a higher one, and will all be offered.
  void RaiseFloor(uint32_t score) {
    floor_ = std::max(floor_, score);
    least_ = std::max(least_, score);
  }

  void Offer(uint32_t document, uint32_t score) {
    if (score < Least()) return;
    if (start_.has_value() && (score > start_->score || (score == start_->score && document < start_->first))) return;
    if (full()) {
      std::pop_heap(heap_.begin(), heap_.end(), Better);
      heap_.back() = {document, score};
    } else {
      heap_.push_back({document, score});
    }
    std::push_heap(heap_.begin(), heap_.end(), Better);
    if (full()) least_ = std::max(floor_, heap_.front().score + 1);
  }

  // Best first. Ends the collection.
  std::vector<ScoredDocument> Take() {
    std::sort(heap_.begin(), heap_.end(), Better);
    return std::move(heap_);
  }

 private:
  static bool Better(const ScoredDocument& a, const ScoredDocument& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
  }

  size_t size_;
  uint32_t floor_;
  std::optional<PageStart> start_;
  uint32_t least_ = size_ == 0 ? UINT32_MAX : floor_;
  std::vector<ScoredDocument> heap_;  // the worst in front
};

}  // namespace lectern::search
