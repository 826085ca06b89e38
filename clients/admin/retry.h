// When to try a call again.
#pragma once

#include <chrono>
#include <random>

namespace lectern::admin {

// How patient a caller is.
struct RetryPolicy {
  int tries = 6;
  // From the first try to the beginning of the last.
  std::chrono::milliseconds overall{20'000};
  // The wait before the second try is at most this, before each further one at most twice the one before.
  std::chrono::milliseconds first_wait{500};
};

// The waits between the tries of one call: exponential with full jitter, so that many callers of a server that comes
// back do not all return in the same instant. Not thread-safe.
class Backoff {
 public:
  using Clock = std::chrono::steady_clock;

  Backoff(const RetryPolicy& policy, Clock::time_point now, std::mt19937_64& random);

  // Called after a try failed at `now`. How long to wait before the next, at least `floor` (what the server asked for);
  // negative where there is to be none.
  std::chrono::milliseconds Next(Clock::time_point now, std::chrono::milliseconds floor);

 private:
  const RetryPolicy policy_;
  const Clock::time_point end_;
  std::mt19937_64& random_;
  int tried_ = 0;
  std::chrono::milliseconds ceiling_;
};

}  // namespace lectern::admin
