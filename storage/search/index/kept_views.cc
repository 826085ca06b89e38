#include "storage/search/index/kept_views.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "storage/engine/fault.h"

namespace lectern::search {

KeptViews::Dropped KeptViews::TakeExpired() {
  Dropped dropped;
  const absl::Time oldest = absl::Now() - life_;
  while (!kept_.empty() && (kept_.size() > most_ || kept_.back().last_use < oldest))
    dropped.splice(dropped.end(), kept_, std::prev(kept_.end()));
  return dropped;
}

uint64_t KeptViews::Keep(std::shared_ptr<const View> view) {
  Dropped dropped;  // lets its views go after the lock
  const std::lock_guard lock(mutex_);
  auto known = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.view == view; });
  if (known == kept_.end()) known = kept_.insert(kept_.begin(), {next_id_++, std::move(view), {}});
  known->last_use = absl::Now();
  kept_.splice(kept_.begin(), kept_, known);
  dropped = TakeExpired();
  return kept_.empty() ? next_id_ - 1 : kept_.front().id;
}

absl::StatusOr<std::shared_ptr<const View>> KeptViews::Find(uint64_t id) {
  Dropped dropped;
  const std::lock_guard lock(mutex_);
  dropped = TakeExpired();
  const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.id == id; });
  if (known == kept_.end())
    return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_SEARCH_VIEW_EXPIRED,
                 "the results that this page belongs to are no longer kept; search again from the first page");
  known->last_use = absl::Now();
  kept_.splice(kept_.begin(), kept_, known);
  return known->view;
}

void KeptViews::Expire() {
  Dropped dropped;
  const std::lock_guard lock(mutex_);
  dropped = TakeExpired();
}

size_t KeptViews::size() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

}  // namespace lectern::search
