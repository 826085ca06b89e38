// Long-running operations: making them, running their jobs, and ending them. Every state is in the store before anybody
// hears of it, so a server that is killed goes on where it was.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "services/operations/job.h"
#include "services/operations/operation_store.h"
#include "services/operations/task_thread.h"
#include "services/operations/waiters.h"

namespace lectern::operations {

struct JobsOptions {
  size_t threads = 2;                                   // jobs that run at once
  absl::Duration progress_interval = absl::Seconds(1);  // between two stored states of a job's metadata
  absl::Duration retry_interval = absl::Seconds(1);     // of a store that cannot write
  absl::Duration keep = absl::Hours(24 * 30);           // operations that have ended
  size_t keep_most = 1000;                              // of them
  size_t most_unfinished = 1000;
  JobObserver observer = nullptr;
};

// What somebody asks for.
struct JobOrder {
  std::string type;
  std::string principal;
  google::protobuf::Any arguments;
  google::protobuf::Any metadata;  // to begin with
  bool waits_for_caller = false;   // nothing runs before the caller says so
};

// An operation that is still to be committed: `value` at `key`.
struct NewOperation {
  StoredOperation stored;
  std::string key;
  std::string value;

  const std::string& name() const { return stored.operation().name(); }
};

// Thread-safe, once it is open.
class Jobs {
 public:
  using StartDone = std::function<void(absl::StatusOr<google::longrunning::Operation>)>;
  using Done = std::function<void(absl::Status)>;

  // `engine` outlives it.
  Jobs(storage::Engine& engine, JobsOptions options);
  // Asks the jobs to stop and waits until they have. Those that stop half-way stay unfinished, for the next start.
  // Calls that were handed in are answered.
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Before Open().
  void Register(JobType type);
  // Takes up the operations that have not ended: those that wait for their turn, and those of resumable types; the
  // others end with ABORTED (OPERATION_INTERRUPTED). Waits for the disk. Until then nothing runs.
  absl::Status Open();

  // A new operation for another commit to put into its batch; Begin() follows once that is durable. Nothing need be
  // undone where it is not. RESOURCE_EXHAUSTED: too many are unfinished (OVERLOADED), or the order is too large
  // (LIMIT_EXCEEDED).
  absl::StatusOr<NewOperation> New(JobOrder order) const;
  // Runs an operation that is in the store, as soon as its turn comes. Never waits, and does nothing where it runs,
  // waits for its caller or has ended, so it may be called again: for a commit that was a repetition, or whose outcome
  // is not known.
  void Begin(const std::string& name);
  // Commits a new operation and begins it; `done` gets it once it is durable. Of a type that is single the one that has
  // not ended, where there is one; `done` may be called within this call then. Errors as Engine::Commit.
  void Start(NewOperation operation, std::string method, StartDone done);

  // Asks a job to end; its operation has CANCELLED (OPERATION_CANCELLED) soon, or what it ended with before it noticed.
  // Nothing where it has ended. NOT_FOUND. `done` is called once that is durable, by a thread that may block.
  void Cancel(const std::string& name, const std::string& principal, Done done);
  // Nobody wants to hear of it any more: removes an operation that has ended. Another one goes on and can still be seen
  // and cancelled; it is removed when it ends. NOT_FOUND.
  void Discard(const std::string& name, const std::string& principal, Done done);
  // As Waiters::Add.
  std::optional<uint64_t> Wait(const std::string& name, absl::Time deadline, Waiters::Done done);
  bool ForgetWaiter(uint64_t number) { return waiters_->Forget(number); }

  // Asks the jobs to stop, and ends all waiting. Never waits; the destructor does.
  void AskStop();

 private:
  // An operation that has not ended.
  struct Run {
    std::string name;
    std::atomic<bool> cancelled{false};
    // Of the job's thread.
    bool began = false;  // by this process
    storage::Revision revision = 0;
    // All of it guarded by Jobs::mutex_.
    std::string type;       // empty until it was read
    bool committed = true;  // false: Start() is about to
    bool discarded = false;
    std::vector<StartDone> starting;       // who waits for that commit
    google::longrunning::Operation shown;  // as last stored
    google::protobuf::Any metadata;        // newest
    bool metadata_unsaved = false;
    bool save_planned = false;
    absl::Time saved = absl::InfinitePast();
  };
  using RunPtr = std::shared_ptr<Run>;
  class Context;

  // jobs.cc
  const JobType* TypeOf(const std::string& name) const;
  void Adopt(const StoredOperation& stored);
  void Committed(const RunPtr& run, const absl::Status& status);
  void TellCancelled(const std::string& name);

  // job_runs.cc
  void Enqueue(const RunPtr& run);
  void Work();
  bool Blocked(const Run& run) const;
  RunPtr TakeRunnable();
  void RunJob(const RunPtr& run);
  bool Load(const RunPtr& run);
  bool Claim(const RunPtr& run);
  void Release(const RunPtr& run);
  void CarryOut(const RunPtr& run);
  absl::StatusOr<google::protobuf::Any> Result(const RunPtr& run, const StoredOperation& stored);
  void SaveMetadata(const RunPtr& run);
  // On the upkeep thread, anew until the store can write.
  void Park(const RunPtr& run, const google::protobuf::Any& metadata);
  void End(const RunPtr& run, const absl::StatusOr<google::protobuf::Any>& result);
  void Drop(const RunPtr& run);
  void Housekeep();

  storage::Engine& engine_;
  const JobsOptions options_;
  std::map<std::string, JobType> types_;  // not changed once open
  const std::shared_ptr<Waiters> waiters_ = std::make_shared<Waiters>();
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, RunPtr> runs_;  // by name; guarded by mutex_
  std::deque<RunPtr> queue_;            // guarded by mutex_
  std::set<std::string> active_;        // types that are single, of which one runs; guarded by mutex_
  size_t commits_ = 0;                  // of Start() that are under way; guarded by mutex_
  std::vector<std::thread> threads_;
  // Changes states of operations, one after another. Last: its tasks use all of the above.
  TaskThread upkeep_;
};

}  // namespace lectern::operations
