#include "storage/search/index/visibility.h"

#include <algorithm>
#include <map>
#include <utility>

#include "storage/search/index/bm25.h"

namespace lectern::search {
namespace {

// 64 KiB of counts a segment; then they are collected anew.
constexpr size_t kMostCounts = 4096;

uint64_t CountKey(uint32_t stem, Audience audience) {
  return static_cast<uint64_t>(stem) << 2 | static_cast<uint64_t>(audience);
}

}  // namespace

std::optional<uint32_t> KnownCounts::Find(uint32_t stem, Audience audience) const {
  const std::lock_guard lock(mutex_);
  const auto known = counts_.find(CountKey(stem, audience));
  return known == counts_.end() ? std::nullopt : std::optional<uint32_t>(known->second);
}

void KnownCounts::Keep(uint32_t stem, Audience audience, uint32_t count) {
  const std::lock_guard lock(mutex_);
  if (counts_.size() >= kMostCounts) counts_.clear();
  counts_[CountKey(stem, audience)] = count;
}

std::shared_ptr<const Visibility> Visibility::Of(const DocumentTable& table, bool remember_counts) {
  auto visibility = std::make_shared<Visibility>();
  visibility->remember_counts_ = remember_counts;
  visibility->size_ = table.size();
  Bitmap live(BitmapWords(table.size()));
  std::array<Bitmap, kAudienceCount> visible;
  visible.fill(live);
  for (uint32_t d = 0; d < table.size(); ++d) {
    const uint64_t bit = 1ull << (d % 64);
    live[d / 64] |= bit;
    for (size_t a = 0; a < kAudienceCount; ++a) {
      if ((table.Audiences(d) >> a & 1) == 0) continue;
      visible[a][d / 64] |= bit;
      ++visibility->documents_[a];
      visibility->lengths_[a] += DecodeLength(table.lengths()[d]);
    }
  }
  visibility->live_ = std::make_shared<const Bitmap>(std::move(live));
  for (size_t a = 0; a < kAudienceCount; ++a) {
    auto& mine = visibility->visible_[a];
    if (visible[a] == *visibility->live_) mine = visibility->live_;
    for (size_t other = 0; other < a && mine == nullptr; ++other)
      if (visible[a] == *visibility->visible_[other]) mine = visibility->visible_[other];
    if (mine == nullptr) mine = std::make_shared<const Bitmap>(std::move(visible[a]));
  }
  return visibility;
}

std::shared_ptr<const Visibility> Visibility::Without(const DocumentTable& table,
                                                      const std::vector<uint32_t>& documents) const {
  auto next = std::make_shared<Visibility>(*this);
  std::map<const Bitmap*, std::shared_ptr<const Bitmap>> copies;
  const auto copy = [&](std::shared_ptr<const Bitmap>& bits) {
    std::shared_ptr<const Bitmap>& made = copies[bits.get()];
    if (made == nullptr) {
      auto changed = std::make_shared<Bitmap>(*bits);
      for (const uint32_t d : documents) (*changed)[d / 64] &= ~(1ull << (d % 64));
      made = std::move(changed);
    }
    bits = made;
  };
  std::vector<uint32_t> gone;
  for (const uint32_t d : documents)
    if (IsLive(d)) gone.push_back(d);
  copy(next->live_);
  for (auto& bits : next->visible_) copy(bits);
  std::sort(gone.begin(), gone.end());
  gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
  for (const uint32_t d : gone) {
    ++next->deleted_;
    for (size_t a = 0; a < kAudienceCount; ++a) {
      if ((table.Audiences(d) >> a & 1) == 0) continue;
      --next->documents_[a];
      next->lengths_[a] -= DecodeLength(table.lengths()[d]);
    }
  }
  return next;
}

std::vector<uint32_t> Visibility::Deleted() const {
  std::vector<uint32_t> deleted;
  for (uint32_t d = 0; d < size_; ++d)
    if (!IsLive(d)) deleted.push_back(d);
  return deleted;
}

}  // namespace lectern::search
