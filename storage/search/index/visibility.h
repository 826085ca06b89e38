// Who may see which documents of a segment, the deleted ones taken out.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "storage/search/index/document_table.h"

namespace lectern::search {

// Words of a bitmap, bit i of word w for document 64 * w + i. One word more than needed: shifted words may touch it.
using Bitmap = std::vector<uint64_t>;
inline size_t BitmapWords(size_t documents) { return documents / 64 + 1; }
inline bool HasBit(const Bitmap& bits, uint32_t document) { return (bits[document / 64] >> (document % 64) & 1) != 0; }

// How many visible documents hold a stem, for stems whose counting takes long. A copy begins empty: it is for another
// set of deletions.
class KnownCounts {
 public:
  KnownCounts() = default;
  KnownCounts(const KnownCounts&) {}
  KnownCounts& operator=(const KnownCounts&) = delete;

  std::optional<uint32_t> Find(uint32_t stem, Audience audience) const;
  void Keep(uint32_t stem, Audience audience, uint32_t count);

 private:
  mutable std::mutex mutex_;
  absl::flat_hash_map<uint64_t, uint32_t> counts_;  // guarded by mutex_
};

// Immutable; a deletion makes another. Bitmaps that are the same for several audiences are stored once.
class Visibility {
 public:
  // `remember_counts`: what was counted is kept, in what is made of this by Without as well.
  static std::shared_ptr<const Visibility> Of(const DocumentTable& table, bool remember_counts = true);
  // This without `documents`, some of which may be deleted already.
  std::shared_ptr<const Visibility> Without(const DocumentTable& table, const std::vector<uint32_t>& documents) const;

  const Bitmap& For(Audience audience) const { return *visible_[static_cast<size_t>(audience)]; }
  bool IsLive(uint32_t document) const { return HasBit(*live_, document); }
  const Bitmap& live() const { return *live_; }
  std::vector<uint32_t> Deleted() const;
  uint32_t deleted() const { return deleted_; }
  // How many documents the audience sees, and the sum of their weighted lengths.
  uint32_t Documents(Audience audience) const { return documents_[static_cast<size_t>(audience)]; }
  uint64_t Length(Audience audience) const { return lengths_[static_cast<size_t>(audience)]; }
  // Null where nothing is to be kept.
  KnownCounts* counts() const { return remember_counts_ ? &counts_ : nullptr; }

 private:
  uint32_t size_ = 0;
  bool remember_counts_ = true;
  mutable KnownCounts counts_;
  std::array<std::shared_ptr<const Bitmap>, kAudienceCount> visible_;
  std::shared_ptr<const Bitmap> live_;
  std::array<uint32_t, kAudienceCount> documents_ = {};
  std::array<uint64_t, kAudienceCount> lengths_ = {};
  uint32_t deleted_ = 0;
};

}  // namespace lectern::search
