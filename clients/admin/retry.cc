#include "clients/admin/retry.h"

#include <algorithm>

namespace lectern::admin {

Backoff::Backoff(const RetryPolicy& policy, Clock::time_point now, std::mt19937_64& random)
    : policy_(policy), end_(now + policy.overall), random_(random), ceiling_(policy.first_wait) {}

std::chrono::milliseconds Backoff::Next(Clock::time_point now, std::chrono::milliseconds floor) {
  constexpr std::chrono::milliseconds kNone{-1};
  if (++tried_ >= policy_.tries) return kNone;
  std::uniform_int_distribution<std::chrono::milliseconds::rep> spread(0, ceiling_.count());
  const std::chrono::milliseconds wait = std::max(floor, std::chrono::milliseconds(spread(random_)));
  ceiling_ *= 2;
  return now + wait > end_ ? kNone : wait;
}

}  // namespace lectern::admin
