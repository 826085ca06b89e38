// Views that pages to come will ask for.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/search/index/view.h"

namespace lectern::search {

class KeptViews {
 public:
  // Ids begin at `first_id`: a process must not take those of the one before it for its own.
  KeptViews(absl::Duration life, size_t most, uint64_t first_id) : life_(life), most_(most), next_id_(first_id) {}

  uint64_t Keep(std::shared_ptr<const View> view);
  absl::StatusOr<std::shared_ptr<const View>> Find(uint64_t id);
  // Lets go what nobody asked for in time.
  void Expire();
  size_t size() const;

 private:
  struct Kept {
    uint64_t id;
    std::shared_ptr<const View> view;
    absl::Time last_use;
  };
  using Dropped = std::list<Kept>;
  Dropped TakeExpired();  // under mutex_

  const absl::Duration life_;
  const size_t most_;
  mutable std::mutex mutex_;
  std::list<Kept> kept_;  // the one used last in front; guarded by mutex_
  uint64_t next_id_;      // guarded by mutex_
};

}  // namespace lectern::search
