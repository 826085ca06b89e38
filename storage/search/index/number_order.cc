#include "storage/search/index/number_order.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace lectern::search {
namespace {

constexpr size_t kZoneWords = NumberValues::kZone / 64;

class FirstDocuments {
 public:
  FirstDocuments(const NumberValues& values, bool descending, std::optional<NumberStart> start, size_t size)
      : values_(values), descending_(descending), start_(start), size_(size) {}

  void Offer(uint32_t document) {
    const NumberedDocument offered{document, values_[document]};
    if (start_.has_value()) {
      if (ComesBefore(offered.number, start_->number, descending_)) return;
      if (offered.number == start_->number && document < start_->first) return;
    }
    if (full() && !Before(offered, heap_.front())) return;
    if (full()) {
      std::pop_heap(heap_.begin(), heap_.end(), order_);
      heap_.pop_back();
    }
    heap_.push_back(offered);
    std::push_heap(heap_.begin(), heap_.end(), order_);
  }

  // Whether a document of number `best`, from `first` on, may still be among them.
  bool MayEnter(int64_t best, uint32_t first) const {
    return size_ > 0 && (!full() || Before({first, best}, heap_.front()));
  }
  std::vector<NumberedDocument> Take() {
    std::sort(heap_.begin(), heap_.end(), order_);
    return std::move(heap_);
  }

 private:
  bool full() const { return heap_.size() >= size_; }
  bool Before(const NumberedDocument& a, const NumberedDocument& b) const {
    return a.number != b.number ? ComesBefore(a.number, b.number, descending_) : a.document < b.document;
  }

  const NumberValues& values_;
  const bool descending_;
  const std::optional<NumberStart> start_;
  const size_t size_;
  std::vector<NumberedDocument> heap_;  // the last in front
  const std::function<bool(const NumberedDocument&, const NumberedDocument&)> order_ =
      [this](const NumberedDocument& a, const NumberedDocument& b) { return Before(a, b); };
};

}  // namespace

std::vector<NumberedDocument> FirstByNumber(const NumberValues& values, const DocumentSet& matches, bool descending,
                                            std::optional<NumberStart> start, size_t size) {
  if (!matches.is_list()) {
    // Only the last zone may have fewer words than a zone has.
    uint64_t last[kZoneWords];
    const auto bits_of = [&](uint32_t zone) -> const uint64_t* {
      const auto begin = matches.bits().begin() + static_cast<std::ptrdiff_t>(kZoneWords * zone);
      const auto left = static_cast<size_t>(matches.bits().end() - begin);
      if (left >= kZoneWords) return &*begin;
      std::fill(std::copy(begin, matches.bits().end(), last), last + kZoneWords, 0);
      return last;
    };
    return FirstByNumber(values, bits_of, descending, start, size);
  }
  FirstDocuments first(values, descending, start, size);
  if (size == 0) return {};
  for (const uint32_t document : matches.list()) first.Offer(document);
  return first.Take();
}

std::vector<NumberedDocument> FirstByNumber(const NumberValues& values, ZoneBits zone_bits, bool descending,
                                            std::optional<NumberStart> start, size_t size) {
  FirstDocuments first(values, descending, start, size);
  if (size == 0) return {};
  // Zones with the best numbers first: nearly always the page is complete after a few of them.
  const auto best_of = [&](uint32_t zone) {
    if (descending) return values.Number(values.highest()[zone]);
    return values.lowest()[zone] == UINT64_MAX ? kNoNumber : values.Number(values.lowest()[zone]);
  };
  for (const uint32_t zone : descending ? values.ByHighest() : values.ByLowest()) {
    const auto begin = static_cast<uint32_t>(zone * NumberValues::kZone);
    const int64_t best = best_of(zone);
    if (!first.MayEnter(best, begin)) {
      // Zones of the same best number may hold lower documents only if they begin before the last one kept.
      if (!first.MayEnter(best, 0)) break;
      continue;
    }
    const uint64_t* const bits = zone_bits(zone);
    for (uint32_t w = 0; w < kZoneWords; ++w)
      for (uint64_t word = bits[w]; word != 0; word &= word - 1)
        first.Offer(begin + 64 * w + static_cast<uint32_t>(std::countr_zero(word)));
  }
  return first.Take();
}

}  // namespace lectern::search
