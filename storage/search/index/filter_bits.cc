#include "storage/search/index/filter_bits.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "storage/engine/fault.h"
#include "storage/search/index/damage.h"
#include "storage/search/index/kernels.h"

namespace lectern::search {
namespace {

constexpr size_t kMaxDepth = 64;
// Up to this many ranges of codes are compared one after another; more are looked up code by code.
constexpr size_t kMaxRanges = 4;

class FilterReader {
 public:
  explicit FilterReader(const DocumentTable& table) : table_(table), words_(BitmapWords(table.size())) {}

  absl::StatusOr<Bitmap> Read(const Filter& filter, size_t depth) {
    if (depth > kMaxDepth) return BadRequest("the filter is nested too deeply");
    return std::visit([&](const auto& part) { return Make(part, depth + 1); }, filter.node);
  }

 private:
  absl::StatusOr<Bitmap> Make(const FilterAll& all, size_t depth) {
    Bitmap bits = Everything();
    for (const Filter& part : all.parts) {
      ASSIGN_OR_RETURN(const Bitmap other, Read(part, depth));
      BestKernels().intersect(bits.data(), other.data(), words_);
    }
    return bits;
  }

  absl::StatusOr<Bitmap> Make(const FilterAny& any, size_t depth) {
    Bitmap bits(words_);
    for (const Filter& part : any.parts) {
      ASSIGN_OR_RETURN(const Bitmap other, Read(part, depth));
      BestKernels().unite(bits.data(), other.data(), words_);
    }
    return bits;
  }

  absl::StatusOr<Bitmap> Make(const FilterNot& negation, size_t depth) {
    if (negation.part.size() != 1) return BadRequest("a negation has exactly one part");
    ASSIGN_OR_RETURN(const Bitmap other, Read(negation.part[0], depth));
    Bitmap bits = Everything();
    BestKernels().subtract(bits.data(), other.data(), words_);
    return bits;
  }

  absl::StatusOr<Bitmap> Make(const LabelIn& in, size_t) {
    const LabelValues& values = table_.Labels(in.column);
    return BySet(values, [&](const LabelSet& set) {
      return std::any_of(in.labels.begin(), in.labels.end(),
                         [&](const std::string& label) { return std::binary_search(set.begin(), set.end(), label); });
    });
  }

  absl::StatusOr<Bitmap> Make(const LabelPresent& present, size_t) {
    return BySet(table_.Labels(present.column), [](const LabelSet& set) { return !set.empty(); });
  }

  absl::StatusOr<Bitmap> Make(const NumberIn& in, size_t) {
    const NumberValues& values = table_.Numbers(in.column);
    Bitmap bits(words_);
    uint64_t first = 0, last = 0;
    if (values.CodeRange(in.least, in.most, first, last)) AddRange(values.codes(), first, last, bits);
    return bits;
  }

  Bitmap Everything() const {
    Bitmap bits(words_, ~0ull);
    bits.back() = (1ull << (table_.size() % 64)) - 1;
    return bits;
  }

  template <typename Takes>
  Bitmap BySet(const LabelValues& values, Takes takes) {
    std::vector<uint8_t> taken(values.sets().size());
    for (size_t s = 0; s < taken.size(); ++s) taken[s] = takes(values.sets()[s]) ? 1 : 0;
    size_t ranges = 0;
    for (size_t s = 0; s < taken.size(); ++s) ranges += taken[s] != 0 && (s == 0 || taken[s - 1] == 0) ? 1 : 0;
    Bitmap bits(words_);
    if (ranges > kMaxRanges) {
      for (uint32_t d = 0; d < table_.size(); ++d)
        bits[d / 64] |= static_cast<uint64_t>(taken[values.codes()[d]]) << (d % 64);
      return bits;
    }
    for (size_t s = 0; s < taken.size(); ++s) {
      if (taken[s] == 0) continue;
      const size_t first = s;
      while (s + 1 < taken.size() && taken[s + 1] != 0) ++s;
      AddRange(values.codes(), first, s, bits);
    }
    return bits;
  }

  void AddRange(const PackedCodes& codes, uint64_t first, uint64_t last, Bitmap& bits) const {
    if (codes.width() == 0) {
      if (first == 0) bits = Everything();
    } else if (codes.width() <= 4) {
      if (first > UINT32_MAX) return;
      BestKernels().codes_in_range(codes.data(), codes.width(), codes.size(), static_cast<uint32_t>(first),
                                   static_cast<uint32_t>(std::min<uint64_t>(last, UINT32_MAX)), bits.data());
    } else {
      for (uint32_t d = 0; d < table_.size(); ++d)
        if (codes[d] >= first && codes[d] <= last) bits[d / 64] |= 1ull << (d % 64);
    }
  }

  const DocumentTable& table_;
  const size_t words_;
};

}  // namespace

bool TakesAll(const Filter& filter) {
  const auto* all = std::get_if<FilterAll>(&filter.node);
  return all != nullptr && all->parts.empty();
}

absl::StatusOr<Bitmap> FilterBits(const Filter& filter, const DocumentTable& table) {
  return FilterReader(table).Read(filter, 0);
}

}  // namespace lectern::search
