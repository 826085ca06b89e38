// Callers that wait for a revision.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "storage/engine/engine.h"

namespace lectern::storage {

// One thread, which sleeps until a revision is reached or a deadline passes. A wake-up costs only what it finishes: a
// thousand change feeds may wait here.
class RevisionWaiters {
 public:
  RevisionWaiters();
  ~RevisionWaiters() { Stop(); }

  void Add(Revision revision, absl::Time deadline, Engine::WaitCallback done);
  void Reached(Revision revision);
  // Calls the rest back, and who is added from now on, with CANCELLED.
  void Stop();

 private:
  struct Waiter {
    Revision revision;
    absl::Time deadline;
    Engine::WaitCallback done;
  };
  using Finished = std::vector<std::pair<Engine::WaitCallback, absl::Status>>;

  void Run();
  // Takes out whoever need not wait any longer. Under mutex_.
  Finished TakeFinished(absl::Time now);
  void Take(uint64_t id, absl::Status status, Finished& finished);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<uint64_t, Waiter> waiters_;                     // by id; guarded by mutex_
  std::set<std::pair<Revision, uint64_t>> by_revision_;    // guarded by mutex_
  std::set<std::pair<absl::Time, uint64_t>> by_deadline_;  // guarded by mutex_
  uint64_t next_id_ = 0;                                   // guarded by mutex_
  Revision reached_ = 0;                                   // guarded by mutex_
  bool stopping_ = false;                                  // guarded by mutex_
  bool stopped_ = false;                                   // guarded by mutex_
  std::thread thread_;
};

}  // namespace lectern::storage
