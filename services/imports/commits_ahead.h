// Commits that are on their way while the next ones are made ready.
#pragma once

#include <cstddef>
#include <deque>
#include <future>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "storage/engine/engine.h"

namespace lectern::imports {

class CommitsAhead {
 public:
  // `engine` outlives it.
  explicit CommitsAhead(storage::Engine& engine) : engine_(engine) {}
  // What was begun is done, one way or the other, before it goes.
  ~CommitsAhead() {
    for (const auto& outcome : outcomes_) outcome.wait();
  }
  CommitsAhead(const CommitsAhead&) = delete;
  CommitsAhead& operator=(const CommitsAhead&) = delete;

  size_t size() const { return outcomes_.size(); }

  // Sends a commit. The store takes them in this order.
  void Begin(storage::CommitRequest request) {
    auto outcome = std::make_shared<std::promise<absl::StatusOr<storage::CommitResult>>>();
    outcomes_.push_back(outcome->get_future());
    engine_.Commit(std::move(request),
                   [outcome](absl::StatusOr<storage::CommitResult> result) { outcome->set_value(std::move(result)); });
  }

  // Waits for the oldest of them, of which there is one; not on a thread of the engine.
  absl::StatusOr<storage::CommitResult> Wait() {
    std::future<absl::StatusOr<storage::CommitResult>> oldest = std::move(outcomes_.front());
    outcomes_.pop_front();
    return oldest.get();
  }

 private:
  storage::Engine& engine_;
  std::deque<std::future<absl::StatusOr<storage::CommitResult>>> outcomes_;
};

}  // namespace lectern::imports
