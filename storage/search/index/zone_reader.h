// The documents of a posting list, a stretch at a time and in any order: for who needs few stretches of a long list.
#pragma once

#include <array>
#include <cstdint>

#include "storage/search/index/columns.h"
#include "storage/search/index/posting_list.h"
#include "storage/search/index/visibility.h"

namespace lectern::search {

class ZoneReader {
 public:
  // Both must outlive the reader.
  ZoneReader(const PostingList& list, const Bitmap& visible) : list_(list), visible_(visible) {}

  // The bits of the visible documents of a zone (NumberValues::kZone), valid until the next call.
  const uint64_t* BitsOf(uint32_t zone);

 private:
  static constexpr size_t kWords = NumberValues::kZone / 64;

  const PostingList& list_;
  const Bitmap& visible_;
  PostingBlock block_;
  std::array<uint64_t, kWords> bits_;
};

}  // namespace lectern::search
