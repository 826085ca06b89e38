// How a job is run: on one of the threads for jobs, its states being stored by the upkeep thread.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/operations/job_faults.h"
#include "services/operations/jobs.h"
#include "services/operations/operation_name.h"
#include "services/rpc/status.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::operations {
namespace {

using google::protobuf::Any;

// The commits of a job count as made by whoever asked for it.
Author JobAuthor() { return {"", "operations-job"}; }

}  // namespace

class Jobs::Context final : public JobContext {
 public:
  Context(Jobs& jobs, RunPtr run, const StoredOperation& stored) : jobs_(jobs), run_(std::move(run)), stored_(stored) {}

  const std::string& name() const override { return run_->name; }
  const std::string& principal() const override { return stored_.principal(); }
  const Any& arguments() const override { return stored_.arguments(); }
  const Any& metadata() const override { return stored_.operation().metadata(); }
  storage::Revision revision() const override { return run_->revision; }

  absl::Status StillWanted() const override {
    if (run_->cancelled.load(std::memory_order_acquire)) return OperationCancelled();
    if (jobs_.stopping_.load(std::memory_order_acquire))
      return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                   "the server is stopping; the operation goes on when it is back");
    return absl::OkStatus();
  }

  absl::Status Progress(const google::protobuf::Message& metadata) override {
    Any packed;
    packed.PackFrom(metadata);
    if (const size_t bytes = packed.ByteSizeLong(); bytes > kMaxMetadataBytes)
      return TooLarge("metadata", bytes, kMaxMetadataBytes);
    std::lock_guard lock(jobs_.mutex_);
    run_->metadata = std::move(packed);
    run_->metadata_unsaved = true;
    if (run_->save_planned) return absl::OkStatus();
    run_->save_planned = true;
    const absl::Duration delay = run_->saved + jobs_.options_.progress_interval - absl::Now();
    jobs_.upkeep_.After(std::max(delay, absl::ZeroDuration()),
                        [jobs = &jobs_, run = run_] { jobs->SaveMetadata(run); });
    return absl::OkStatus();
  }

 private:
  Jobs& jobs_;
  const RunPtr run_;
  const StoredOperation& stored_;
};

void Jobs::Enqueue(const RunPtr& run) {
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(run);
  }
  changed_.notify_all();
}

bool Jobs::Blocked(const Run& run) const {
  const JobType* type = TypeOf(run.type);
  return type != nullptr && type->single && active_.contains(run.type);
}

Jobs::RunPtr Jobs::TakeRunnable() {
  const auto found = std::find_if(queue_.begin(), queue_.end(), [this](const RunPtr& run) { return !Blocked(*run); });
  if (found == queue_.end()) return nullptr;
  RunPtr run = std::move(*found);
  queue_.erase(found);
  return run;
}

void Jobs::Work() {
  for (;;) {
    RunPtr run;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock,
                    [&] { return stopping_.load(std::memory_order_acquire) || (run = TakeRunnable()) != nullptr; });
    }
    if (run == nullptr) return;
    RunJob(run);
  }
}

void Jobs::RunJob(const RunPtr& run) {
  if (!Load(run) || !Claim(run)) return;
  CarryOut(run);
  Release(run);
}

// Reads what is to be run. False where there is nothing to run, or not now.
bool Jobs::Load(const RunPtr& run) {
  std::optional<StoredOperation> stored;
  const absl::Status read = [&] {
    ASSIGN_OR_RETURN(const auto snapshot, engine_.OpenSnapshot());
    ASSIGN_OR_RETURN(const auto value, snapshot->Get(KeyOfOperation(run->name).value()));
    if (!value) return absl::OkStatus();
    run->revision = value->revision();
    ASSIGN_OR_RETURN(stored, ReadOperation(*snapshot, KeyOfOperation(run->name).value()));
    return absl::OkStatus();
  }();
  // It has ended, or waits for its caller, or its commit never went through, or it cannot be read.
  if (!read.ok() || !stored || stored->operation().done() ||
      (stored->waits_for_caller() && !stored->cancel_requested())) {
    Drop(run);
    return false;
  }
  std::lock_guard lock(mutex_);
  run->type = stored->type();
  run->discarded = stored->discarded();
  run->shown = stored->operation();
  return true;
}

// False where another of a type that is single runs: it waits for its turn then, without a thread.
bool Jobs::Claim(const RunPtr& run) {
  std::lock_guard lock(mutex_);
  if (Blocked(*run)) {
    queue_.push_front(run);
    return false;
  }
  if (const JobType* type = TypeOf(run->type); type != nullptr && type->single) active_.insert(run->type);
  return true;
}

void Jobs::Release(const RunPtr& run) {
  {
    std::lock_guard lock(mutex_);
    active_.erase(run->type);
  }
  changed_.notify_all();
}

void Jobs::CarryOut(const RunPtr& run) {
  const auto stored = ChangeOperation(engine_, run->name, JobAuthor(), [&run](StoredOperation& operation) {
    if (operation.operation().done() || operation.cancel_requested() || operation.has_start_time())
      return Verdict::kLeave;
    run->began = true;
    *operation.mutable_start_time() = ToTimestamp(absl::Now());
    return Verdict::kPut;
  });
  if (!stored.ok() && WorthRetrying(stored.status()))
    return upkeep_.After(options_.retry_interval, [this, run] { Enqueue(run); });
  if (!stored.ok() || stored->operation().done()) return Drop(run);
  absl::StatusOr<Any> result = Result(run, *stored);
  if (!result.ok() && ReasonOf(result.status()) == v1::ERROR_REASON_SHUTTING_DOWN &&
      stopping_.load(std::memory_order_acquire))
    return upkeep_.After(absl::ZeroDuration(), [this, run] { SaveMetadata(run); });
  if (std::optional<Any> metadata = WaitsForCaller(result.status()))
    return upkeep_.After(absl::ZeroDuration(), [this, run, metadata = *std::move(metadata)] { Park(run, metadata); });
  upkeep_.After(absl::ZeroDuration(), [this, run, result = std::move(result)] { End(run, result); });
}

void Jobs::Park(const RunPtr& run, const Any& metadata) {
  // Dropped before it is parked: a caller who sees it parked may let it go on at once, as a run of its own.
  Drop(run);
  {
    std::lock_guard lock(mutex_);
    run->metadata_unsaved = false;  // a save that is still planned would come too late
  }
  const auto parked = ChangeOperation(engine_, run->name, JobAuthor(), [&metadata](StoredOperation& stored) {
    if (stored.operation().done()) return Verdict::kLeave;
    *stored.mutable_operation()->mutable_metadata() = metadata;
    stored.set_waits_for_caller(true);
    return Verdict::kPut;
  });
  if (!parked.ok() && WorthRetrying(parked.status()))
    return upkeep_.After(options_.retry_interval, [this, run, metadata] { Park(run, metadata); });
  // Cancelled meanwhile: a run ends it.
  if (parked.ok() && parked->cancel_requested() && !parked->operation().done()) Begin(run->name);
}

absl::StatusOr<Any> Jobs::Result(const RunPtr& run, const StoredOperation& stored) {
  if (stored.cancel_requested()) run->cancelled.store(true, std::memory_order_release);
  if (run->cancelled.load(std::memory_order_acquire)) return OperationCancelled();
  const JobType* type = TypeOf(stored.type());
  if (type == nullptr || (!run->began && !type->resumable)) return OperationInterrupted();
  Context context(*this, run, stored);
  absl::StatusOr<Any> result = type->run(context);
  if (result.ok() && result->ByteSizeLong() > kMaxResponseBytes)
    return TooLarge("response", result->ByteSizeLong(), kMaxResponseBytes);
  if (absl::IsCancelled(result.status()) && run->cancelled.load(std::memory_order_acquire)) return OperationCancelled();
  return result;
}

void Jobs::SaveMetadata(const RunPtr& run) {
  Any metadata;
  {
    std::lock_guard lock(mutex_);
    run->save_planned = false;
    if (!run->metadata_unsaved) return;
    run->metadata_unsaved = false;
    run->saved = absl::Now();  // before it is, so that what comes meanwhile is planned for later
    metadata = run->metadata;
  }
  const auto changed = ChangeOperation(engine_, run->name, JobAuthor(), [&metadata](StoredOperation& operation) {
    if (operation.operation().done() || operation.waits_for_caller()) return Verdict::kLeave;
    *operation.mutable_operation()->mutable_metadata() = metadata;
    return Verdict::kPut;
  });
  std::lock_guard lock(mutex_);
  if (changed.ok()) {
    run->shown = changed->operation();
  } else if (WorthRetrying(changed.status())) {
    run->metadata_unsaved = true;
    if (std::exchange(run->save_planned, true)) return;
    upkeep_.After(options_.retry_interval, [this, run] { SaveMetadata(run); });
  }
}

void Jobs::End(const RunPtr& run, const absl::StatusOr<Any>& result) {
  const auto ended = ChangeOperation(engine_, run->name, JobAuthor(), [&](StoredOperation& stored) {
    google::longrunning::Operation& operation = *stored.mutable_operation();
    if (operation.done()) return Verdict::kLeave;
    {
      std::lock_guard lock(mutex_);
      if (!run->metadata.type_url().empty()) *operation.mutable_metadata() = run->metadata;
    }
    operation.set_done(true);
    if (result.ok())
      *operation.mutable_response() = *result;
    else
      *operation.mutable_error() = rpc::ToRpcStatus(result.status(), run->name);
    *stored.mutable_end_time() = ToTimestamp(absl::Now());
    return stored.discarded() ? Verdict::kRemove : Verdict::kPut;
  });
  if (!ended.ok() && WorthRetrying(ended.status()))
    return upkeep_.After(options_.retry_interval, [this, run, result] { End(run, result); });
  Drop(run);
  if (ended.ok()) waiters_->Ended(ended->operation());
  if (const JobType* type = ended.ok() ? TypeOf(ended->type()) : nullptr; type != nullptr && type->ended != nullptr)
    type->ended(run->name);
  if (options_.observer != nullptr)
    options_.observer({ended.ok() ? ended->type() : "", run->name, ended.ok() ? ended->principal() : "",
                       ended.ok() ? result.status() : ended.status(),
                       ended.ok() ? absl::Now() - FromTimestamp(ended->create_time()) : absl::ZeroDuration()});
  upkeep_.After(absl::ZeroDuration(), [this] { Housekeep(); });
}

void Jobs::Drop(const RunPtr& run) {
  std::lock_guard lock(mutex_);
  const auto found = runs_.find(run->name);
  if (found != runs_.end() && found->second == run) runs_.erase(found);
}

void Jobs::Housekeep() {
  // Where it fails, the next end of an operation tries again.
  RemoveEnded(engine_, absl::Now() - options_.keep, options_.keep_most).IgnoreError();
}

}  // namespace lectern::operations
