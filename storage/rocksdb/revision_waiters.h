// Callers that wait for a revision.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "storage/engine/engine.h"

namespace lectern::storage::rocks {

// One thread, which sleeps until a revision is reached or a deadline passes.
class RevisionWaiters {
 public:
  RevisionWaiters();
  // Calls the rest back with CANCELLED.
  ~RevisionWaiters();

  void Add(Revision revision, absl::Time deadline, Engine::WaitCallback done);
  void Reached(Revision revision);

 private:
  struct Waiter {
    absl::Time deadline;
    Engine::WaitCallback done;
  };
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Revision, Waiter> waiters_;  // guarded by mutex_
  Revision reached_ = 0;                     // guarded by mutex_
  bool stopping_ = false;                    // guarded by mutex_
  std::thread thread_;
};

}  // namespace lectern::storage::rocks
