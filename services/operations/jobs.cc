#include "services/operations/jobs.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/operations/job_faults.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::operations {

Jobs::Jobs(storage::Engine& engine, JobsOptions options) : engine_(engine), options_(std::move(options)) {}

Jobs::~Jobs() {
  AskStop();
  for (std::thread& thread : threads_) thread.join();
  upkeep_.Stop();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return commits_ == 0; });
}

void Jobs::AskStop() {
  {
    std::lock_guard lock(mutex_);
    stopping_.store(true, std::memory_order_release);
  }
  changed_.notify_all();
  waiters_->Stop();
}

void Jobs::Register(JobType type) {
  std::string name = type.name;
  types_.emplace(std::move(name), std::move(type));
}

const JobType* Jobs::TypeOf(const std::string& name) const {
  const auto found = types_.find(name);
  return found == types_.end() ? nullptr : &found->second;
}

absl::Status Jobs::Open() {
  {
    ASSIGN_OR_RETURN(const auto snapshot, engine_.OpenSnapshot());
    RETURN_IF_ERROR(ForEachOperation(*snapshot, storage::Direction::kForward, "",
                                     [this](const std::string&, const StoredOperation& stored) {
                                       const bool waits = stored.waits_for_caller() && !stored.cancel_requested();
                                       if (!stored.operation().done() && !waits) Adopt(stored);
                                       return true;
                                     }));
  }
  upkeep_.After(absl::ZeroDuration(), [this] { Housekeep(); });
  for (size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Work(); });
  return absl::OkStatus();
}

void Jobs::Adopt(const StoredOperation& stored) {
  const auto run = std::make_shared<Run>();
  run->name = stored.operation().name();
  run->type = stored.type();
  run->discarded = stored.discarded();
  run->cancelled.store(stored.cancel_requested(), std::memory_order_release);
  run->shown = stored.operation();
  {
    std::lock_guard lock(mutex_);
    if (!runs_.emplace(run->name, run).second) return;
  }
  // What cannot go on must not wait until others have had their turn.
  const JobType* type = TypeOf(stored.type());
  if (type == nullptr || (stored.has_start_time() && !type->resumable))
    upkeep_.After(absl::ZeroDuration(),
                  [this, run] { End(run, run->cancelled.load() ? OperationCancelled() : OperationInterrupted()); });
  else
    Enqueue(run);
}

absl::StatusOr<NewOperation> Jobs::New(JobOrder order) const {
  if (TypeOf(order.type) == nullptr) return absl::InternalError(absl::StrCat("no job is registered as ", order.type));
  if (const size_t bytes = order.arguments.ByteSizeLong(); bytes > kMaxArgumentBytes)
    return TooLarge("arguments", bytes, kMaxArgumentBytes);
  if (const size_t bytes = order.metadata.ByteSizeLong(); bytes > kMaxMetadataBytes)
    return TooLarge("metadata", bytes, kMaxMetadataBytes);
  {
    std::lock_guard lock(mutex_);
    if (runs_.size() >= options_.most_unfinished)
      return OverloadedFault("too many operations have not ended yet; nothing was started, try again later");
  }
  const absl::Time now = absl::Now();
  NewOperation made;
  made.stored.mutable_operation()->set_name(NewOperationName(now));
  if (!order.metadata.type_url().empty())
    *made.stored.mutable_operation()->mutable_metadata() = std::move(order.metadata);
  if (!order.arguments.type_url().empty()) *made.stored.mutable_arguments() = std::move(order.arguments);
  made.stored.set_waits_for_caller(order.waits_for_caller);
  made.stored.set_type(std::move(order.type));
  made.stored.set_principal(std::move(order.principal));
  *made.stored.mutable_create_time() = *made.stored.mutable_update_time() = ToTimestamp(now);
  made.key = KeyOfOperation(made.name()).value();
  made.value = made.stored.SerializeAsString();
  return made;
}

void Jobs::Begin(const std::string& name) {
  const auto run = std::make_shared<Run>();
  run->name = name;
  {
    std::lock_guard lock(mutex_);
    if (stopping_.load(std::memory_order_acquire) || !runs_.emplace(name, run).second) return;
  }
  Enqueue(run);
}

void Jobs::Start(NewOperation operation, std::string method, StartDone done) {
  const JobType* type = TypeOf(operation.stored.type());
  const auto run = std::make_shared<Run>();
  run->name = operation.name();
  run->type = operation.stored.type();
  run->shown = operation.stored.operation();
  run->committed = false;
  {
    std::unique_lock lock(mutex_);
    const auto same = [&](const auto& other) {
      return other.second->type == run->type && !other.second->discarded && !other.second->cancelled.load();
    };
    if (const auto found = std::find_if(runs_.begin(), runs_.end(), same);
        type != nullptr && type->single && found != runs_.end()) {
      if (!found->second->committed) return found->second->starting.push_back(std::move(done));
      const google::longrunning::Operation shown = found->second->shown;
      lock.unlock();
      return done(shown);
    }
    run->starting.push_back(std::move(done));
    runs_.emplace(run->name, run);
    ++commits_;
  }
  storage::CommitRequest request;
  request.batch.Put(operation.key, std::move(operation.value));
  request.preconditions.push_back({operation.key, 0});
  request.principal = operation.stored.principal();
  request.method = std::move(method);
  request.operation = run->name;
  engine_.Commit(std::move(request),
                 [this, run](const absl::StatusOr<storage::CommitResult>& result) { Committed(run, result.status()); });
}

void Jobs::Committed(const RunPtr& run, const absl::Status& status) {
  std::vector<StartDone> told;
  google::longrunning::Operation shown;
  {
    std::lock_guard lock(mutex_);
    told.swap(run->starting);
    run->committed = true;
    shown = run->shown;
    if (!status.ok()) runs_.erase(run->name);
  }
  if (status.ok())
    Enqueue(run);
  else if (ReasonOf(status) == v1::ERROR_REASON_COMMIT_OUTCOME_UNKNOWN)
    Begin(run->name);  // it may be there all the same
  for (const StartDone& done : told) {
    if (status.ok())
      done(shown);
    else
      done(status);
  }
  std::lock_guard lock(mutex_);
  --commits_;
  changed_.notify_all();
}

void Jobs::Cancel(const std::string& name, const std::string& principal, Done done) {
  upkeep_.After(absl::ZeroDuration(), [this, name, principal, done = std::move(done)] {
    const auto changed = ChangeOperation(engine_, name, {principal, "google.longrunning.Operations/CancelOperation"},
                                         [](StoredOperation& operation) {
                                           if (operation.operation().done() || operation.cancel_requested())
                                             return Verdict::kLeave;
                                           operation.set_cancel_requested(true);
                                           return Verdict::kPut;
                                         });
    if (changed.ok() && !changed->operation().done()) TellCancelled(name);
    done(changed.status());
  });
}

void Jobs::TellCancelled(const std::string& name) {
  RunPtr waiting;
  {
    std::lock_guard lock(mutex_);
    if (const auto found = runs_.find(name); found != runs_.end()) {
      found->second->cancelled.store(true, std::memory_order_release);
      // One that is still to be begun need not wait for its turn to end.
      const auto queued = std::find(queue_.begin(), queue_.end(), found->second);
      if (queued == queue_.end()) return;
      waiting = *queued;
      queue_.erase(queued);
    }
  }
  if (waiting != nullptr) return End(waiting, OperationCancelled());
  Begin(name);  // whoever committed it has not done so yet, or does not know that it is there
}

void Jobs::Discard(const std::string& name, const std::string& principal, Done done) {
  upkeep_.After(absl::ZeroDuration(), [this, name, principal, done = std::move(done)] {
    const auto changed = ChangeOperation(engine_, name, {principal, "google.longrunning.Operations/DeleteOperation"},
                                         [](StoredOperation& operation) {
                                           if (operation.operation().done()) return Verdict::kRemove;
                                           if (operation.discarded()) return Verdict::kLeave;
                                           operation.set_discarded(true);
                                           // Nobody is left to say how it goes on.
                                           if (operation.waits_for_caller()) operation.set_cancel_requested(true);
                                           return Verdict::kPut;
                                         });
    if (changed.ok()) {
      std::lock_guard lock(mutex_);
      if (const auto found = runs_.find(name); found != runs_.end()) found->second->discarded = true;
    }
    if (changed.ok() && changed->cancel_requested() && !changed->operation().done()) TellCancelled(name);
    done(changed.status());
  });
}

std::optional<uint64_t> Jobs::Wait(const std::string& name, absl::Time deadline, Waiters::Done done) {
  return waiters_->Add(name, deadline, engine_, std::move(done));
}

}  // namespace lectern::operations
