// Some documents of a segment: a sorted list while they are few, a bitmap otherwise.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "storage/search/index/kernels.h"
#include "storage/search/index/visibility.h"

namespace lectern::search {

class DocumentSet {
 public:
  // Up to this many of `documents` documents are a list: going through a bitmap costs as much as so many members.
  static uint32_t MostInList(uint32_t documents) { return documents / 64; }

  DocumentSet() = default;  // empty
  static DocumentSet FromList(std::vector<uint32_t> list);
  static DocumentSet FromBits(Bitmap bits);

  bool is_list() const { return bits_.empty(); }
  const std::vector<uint32_t>& list() const { return list_; }  // of a list
  const Bitmap& bits() const { return bits_; }                 // of a bitmap
  size_t Count() const;
  bool Contains(uint32_t document) const;

  void Intersect(const Bitmap& bits);
  void Intersect(const DocumentSet& other);
  void Subtract(const DocumentSet& other);
  void Unite(const DocumentSet& other);

  template <typename Each>
  void ForEach(Each each) const {
    for (const uint32_t document : list_) each(document);
    for (size_t w = 0; w < bits_.size(); ++w)
      for (uint64_t word = bits_[w]; word != 0; word &= word - 1)
        each(static_cast<uint32_t>(64 * w + static_cast<size_t>(std::countr_zero(word))));
  }

 private:
  std::vector<uint32_t> list_;
  Bitmap bits_;
};

}  // namespace lectern::search
