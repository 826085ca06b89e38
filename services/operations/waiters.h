// Those who wait for an operation's end, without a thread of their own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "google/longrunning/operations.pb.h"
#include "storage/engine/engine.h"

namespace lectern::operations {

// Thread-safe. Held by shared_ptr, since the engine's timers may outlive it.
class Waiters : public std::enable_shared_from_this<Waiters> {
 public:
  // Gets the operation where it has ended; nullopt where time was up. Must not block.
  using Done = std::function<void(std::optional<google::longrunning::Operation> ended)>;

  static constexpr size_t kMost = 1000;

  // Calls `done` once, when `name` ends, at `deadline`, or when Stop() is called; within this call where it was before.
  // A number for Forget(); nullopt, without calling `done`, where too many wait already.
  std::optional<uint64_t> Add(const std::string& name, absl::Time deadline, storage::Engine& engine, Done done);
  // True where the waiter was still there: its `done` is not called any more.
  bool Forget(uint64_t number);
  void Ended(const google::longrunning::Operation& operation);
  // Calls all, as if their time was up.
  void Stop();

 private:
  struct Waiter {
    std::string name;
    Done done;
  };

  void TimeIsUp(uint64_t number);

  std::mutex mutex_;
  std::map<uint64_t, Waiter> waiters_;  // guarded by mutex_
  uint64_t next_ = 1;                   // guarded by mutex_
  bool stopped_ = false;                // guarded by mutex_
};

}  // namespace lectern::operations
