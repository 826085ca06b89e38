#include "storage/search/index/document_set.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lectern::search {

DocumentSet DocumentSet::FromList(std::vector<uint32_t> list) {
  DocumentSet set;
  set.list_ = std::move(list);
  return set;
}

DocumentSet DocumentSet::FromBits(Bitmap bits) {
  DocumentSet set;
  set.bits_ = std::move(bits);
  return set;
}

size_t DocumentSet::Count() const {
  return is_list() ? list_.size() : BestKernels().count_bits(bits_.data(), bits_.size());
}

bool DocumentSet::Contains(uint32_t document) const {
  return is_list() ? std::binary_search(list_.begin(), list_.end(), document) : HasBit(bits_, document);
}

void DocumentSet::Intersect(const Bitmap& bits) {
  if (is_list())
    std::erase_if(list_, [&](uint32_t document) { return !HasBit(bits, document); });
  else
    BestKernels().intersect(bits_.data(), bits.data(), bits_.size());
}

void DocumentSet::Intersect(const DocumentSet& other) {
  if (!other.is_list()) return Intersect(other.bits_);
  std::vector<uint32_t> common;
  if (is_list())
    std::set_intersection(list_.begin(), list_.end(), other.list_.begin(), other.list_.end(),
                          std::back_inserter(common));
  else
    std::copy_if(other.list_.begin(), other.list_.end(), std::back_inserter(common),
                 [&](uint32_t document) { return HasBit(bits_, document); });
  *this = FromList(std::move(common));
}

void DocumentSet::Subtract(const DocumentSet& other) {
  if (is_list()) {
    if (other.is_list()) {
      std::vector<uint32_t> rest;
      std::set_difference(list_.begin(), list_.end(), other.list_.begin(), other.list_.end(), std::back_inserter(rest));
      list_ = std::move(rest);
    } else {
      std::erase_if(list_, [&](uint32_t document) { return HasBit(other.bits_, document); });
    }
  } else if (other.is_list()) {
    for (const uint32_t document : other.list_) bits_[document / 64] &= ~(1ull << (document % 64));
  } else {
    BestKernels().subtract(bits_.data(), other.bits_.data(), bits_.size());
  }
}

void DocumentSet::Unite(const DocumentSet& other) {
  if (!is_list() && !other.is_list()) {
    BestKernels().unite(bits_.data(), other.bits_.data(), bits_.size());
  } else if (!is_list()) {
    for (const uint32_t document : other.list_) bits_[document / 64] |= 1ull << (document % 64);
  } else if (!other.is_list()) {
    DocumentSet both = other;
    both.Unite(*this);
    *this = std::move(both);
  } else {
    std::vector<uint32_t> both;
    std::set_union(list_.begin(), list_.end(), other.list_.begin(), other.list_.end(), std::back_inserter(both));
    list_ = std::move(both);
  }
}

}  // namespace lectern::search
