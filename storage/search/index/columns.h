// Labels and numbers of a segment's documents, in memory: filters, facets and orders read nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/document.h"
#include "storage/search/index/packed_codes.h"

namespace lectern::search {

// Labels of a document in one column, sorted, each once.
using LabelSet = std::vector<std::string>;

// The distinct sets of labels of a column, sorted, and for each document the number of its set. Few sets are distinct,
// so that a question about labels is asked once for each of them and not for each document.
class LabelValues {
 public:
  static absl::StatusOr<LabelValues> Parse(std::string_view bytes, size_t documents);
  const std::vector<LabelSet>& sets() const { return sets_; }
  const PackedCodes& codes() const { return codes_; }
  size_t bytes() const;

 private:
  std::vector<LabelSet> sets_;
  PackedCodes codes_;
};

class LabelValuesWriter {
 public:
  // The number under which to add documents with this set: in any order, duplicates allowed.
  uint32_t Number(LabelSet set);
  void Add(uint32_t number) { numbers_.Add(number); }
  std::string Finish() const;

 private:
  std::map<LabelSet, uint32_t> known_;
  PackedCodes numbers_;
};

// Numbers as their distance from the smallest one, plus 1; 0 stands for kNoNumber.
class NumberValues {
 public:
  // Documents whose highest code is known together.
  static constexpr size_t kZone = 256;

  static absl::StatusOr<NumberValues> Parse(std::string_view bytes, size_t documents);

  int64_t operator[](size_t document) const { return Number(codes_[document]); }
  int64_t Number(uint64_t code) const { return code == 0 ? kNoNumber : base_ + static_cast<int64_t>(code - 1); }
  // kNoNumber where there is none at all.
  int64_t Highest() const;
  // The codes of the numbers from `least` to `most`: from `first` to `last`. False where there can be none.
  bool CodeRange(int64_t least, int64_t most, uint64_t& first, uint64_t& last) const;
  const PackedCodes& codes() const { return codes_; }
  // The highest code of each zone, and the lowest above 0 (UINT64_MAX where all are 0).
  const std::vector<uint64_t>& highest() const { return highest_; }
  const std::vector<uint64_t>& lowest() const { return lowest_; }
  // Zones by their highest number, descending, or by their lowest, ascending; those without any come last, equal ones
  // in their order.
  const std::vector<uint32_t>& ByHighest() const { return by_highest_; }
  const std::vector<uint32_t>& ByLowest() const { return by_lowest_; }
  size_t bytes() const { return codes_.width() * codes_.size() + 24 * highest_.size(); }

 private:
  int64_t base_ = 0;
  PackedCodes codes_;
  std::vector<uint64_t> highest_;
  std::vector<uint64_t> lowest_;
  std::vector<uint32_t> by_highest_;
  std::vector<uint32_t> by_lowest_;
};

std::string EncodeNumbers(const std::vector<int64_t>& numbers);

}  // namespace lectern::search
