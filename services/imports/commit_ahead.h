// A commit that is on its way while the next one is made ready.
#pragma once

#include <future>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "storage/engine/engine.h"

namespace lectern::imports {

class CommitAhead {
 public:
  // `engine` outlives it.
  explicit CommitAhead(storage::Engine& engine) : engine_(engine) {}
  // What was begun is done, one way or the other, before it goes.
  ~CommitAhead() {
    if (outcome_.valid()) outcome_.wait();
  }
  CommitAhead(const CommitAhead&) = delete;
  CommitAhead& operator=(const CommitAhead&) = delete;

  bool busy() const { return outcome_.valid(); }

  // Sends a commit. It is not busy.
  void Begin(storage::CommitRequest request) {
    auto outcome = std::make_shared<std::promise<absl::StatusOr<storage::CommitResult>>>();
    outcome_ = outcome->get_future();
    engine_.Commit(std::move(request),
                   [outcome](absl::StatusOr<storage::CommitResult> result) { outcome->set_value(std::move(result)); });
  }

  // Waits for what was begun; not on a thread of the engine. It is busy, and is not any more.
  absl::StatusOr<storage::CommitResult> Wait() { return outcome_.get(); }

 private:
  storage::Engine& engine_;
  std::future<absl::StatusOr<storage::CommitResult>> outcome_;
};

}  // namespace lectern::imports
