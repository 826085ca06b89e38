// Documents of a segment, and where each stands among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "storage/search/index/kernels.h"
#include "storage/search/index/visibility.h"

namespace lectern::search {

class RankedDocuments {
 public:
  explicit RankedDocuments(Bitmap bits) : bits_(std::move(bits)), before_(bits_.size()) {
    const size_t count = BestKernels().count_before(bits_.data(), bits_.size(), before_.data());
    documents_.resize(count + kDecodeSlack);
    BestKernels().positions_of_bits(reinterpret_cast<const uint8_t*>(bits_.data()), bits_.size(), 0, documents_.data());
    documents_.resize(count);
  }

  const Bitmap& bits() const { return bits_; }
  const std::vector<uint32_t>& documents() const { return documents_; }  // ascending
  // Of each of `documents`, which are among these.
  void RanksOf(const uint32_t* documents, size_t count, uint32_t* ranks) const {
    BestKernels().ranks(documents, count, bits_.data(), before_.data(), ranks);
  }

 private:
  Bitmap bits_;
  std::vector<uint32_t> before_;  // by word of bits_, as count_before has it
  std::vector<uint32_t> documents_;
};

}  // namespace lectern::search
