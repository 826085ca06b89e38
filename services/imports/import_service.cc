#include "services/imports/import_service.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lectern/v1/import_service.pb.h"
#include "services/aip/request_hash.h"
#include "services/aip/violations.h"
#include "services/aip/write_methods.h"
#include "services/editing/field_rules.h"
#include "services/imports/import_jobs.h"
#include "services/imports/import_operation.h"
#include "services/imports/import_rows.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/kinds.h"

namespace lectern::imports {
namespace {

using SnapshotPtr = std::shared_ptr<const storage::Snapshot>;

constexpr int kMostWaiting = 100;
constexpr int kMostChunks = 100'000;
constexpr int kMostMerges = 1000;

// Answers with the operation that the write began, or let go on, once its job may run.
aip::WriteDone AnswerWithOperation(const aip::Backend& backend, operations::Jobs& jobs, const rpc::CallPtr& call,
                                   bool begin) {
  return [&backend, &jobs, call, begin](const absl::StatusOr<aip::WriteOutcome>& outcome) {
    if (!outcome.ok()) return call->Finish(outcome.status());
    const std::string name = outcome->results.operation();
    if (begin) jobs.Begin(name);
    backend.Run(call, [&backend, call, name] {
      const auto answer = [&]() -> absl::StatusOr<google::longrunning::Operation> {
        ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
        ASSIGN_OR_RETURN(const auto stored,
                         operations::ReadOperation(*snapshot, operations::KeyOfOperation(name).value()));
        if (!stored) return operations::NoSuchOperation(name);
        return stored->operation();
      }();
      if (!answer.ok()) return call->Finish(answer.status());
      call->Finish(*answer, backend.engine.Latest());
    });
  };
}

template <class Request>
aip::WriteRequest WriteOf(const Request& request) {
  return {request.request_id(), aip::WriteHash(request), false};
}

absl::Status CheckSource(const v1::BeginImportRequest& request) {
  aip::Violations violations;
  editing::CheckFields(request, violations);
  if (request.has_publication() && request.publication().reviewer().empty())
    violations.Add("publication.reviewer", "is required");
  return violations.ToStatus();
}

absl::Status CheckRoom(const storage::Snapshot& snapshot) {
  int waiting = 0;
  RETURN_IF_ERROR(operations::ForEachOperation(
      snapshot, storage::Direction::kForward, "", [&](const std::string&, const operations::StoredOperation& stored) {
        if (stored.type() == kImportJob && stored.waits_for_caller() && !stored.operation().done()) ++waiting;
        return true;
      }));
  if (waiting < kMostWaiting) return absl::OkStatus();
  return Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_LIMIT_EXCEEDED,
               absl::StrCat(waiting, " imports wait for their callers already; commit or cancel some of them"),
               {{"limit", absl::StrCat(kMostWaiting)}});
}

void Begin(const aip::Backend& backend, operations::Jobs& jobs, const rpc::CallPtr& call,
           const v1::BeginImportRequest& request) {
  if (absl::Status good = CheckSource(request); !good.ok()) return call->Finish(good);
  aip::Write(
      backend, call, WriteOf(request),
      [&jobs, request, principal = call->principal().id](const SnapshotPtr& snapshot,
                                                         absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        RETURN_IF_ERROR(CheckRoom(*snapshot));
        internal::v1::ImportArguments arguments;
        arguments.set_source(request.source());
        if (request.has_publication()) *arguments.mutable_publication() = request.publication();
        v1::ImportMetadata metadata;
        metadata.set_state(v1::IMPORT_STATE_STAGING);
        metadata.set_source(request.source());
        *metadata.mutable_create_time() = *metadata.mutable_phase_time() = ToTimestamp(now);
        operations::JobOrder order{kImportJob, principal, {}, {}, /*waits_for_caller=*/true};
        order.arguments.PackFrom(arguments);
        order.metadata.PackFrom(metadata);
        ASSIGN_OR_RETURN(operations::NewOperation made, jobs.New(std::move(order)));
        aip::WritePlan plan;
        plan.results.set_operation(made.name());
        plan.batch.others().Put(std::move(made.key), std::move(made.value));
        return plan;
      },
      AnswerWithOperation(backend, jobs, call, false));
}

void PlanImport(const aip::Backend& backend, operations::Jobs& jobs, const rpc::CallPtr& call,
                const v1::PlanImportRequest& request) {
  if (request.chunks() < 1 || request.chunks() > kMostChunks)
    return call->Finish(
        aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "chunks", absl::StrCat("is not from 1 to ", kMostChunks)));
  aip::Write(
      backend, call, WriteOf(request),
      [request, principal = call->principal()](const SnapshotPtr& snapshot,
                                               absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        ASSIGN_OR_RETURN(ImportOperation import, FindImport(*snapshot, principal, request.operation()));
        if (!WaitsIn(import, v1::IMPORT_STATE_STAGING) && !WaitsIn(import, v1::IMPORT_STATE_PLANNED))
          return WrongState(import, "STAGING or PLANNED");
        ASSIGN_OR_RETURN(const int64_t staged, CountStaged(*snapshot, import.name()));
        ASSIGN_OR_RETURN(const auto last, ReadStaged(*snapshot, import.name(), request.chunks() - 1));
        if (staged != request.chunks() || !last)
          return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "chunks",
                                 absl::StrCat("is ", request.chunks(), ", but ", staged,
                                              " are staged: stage what is missing, or begin anew"));
        import.metadata.set_staged_chunks(request.chunks());
        import.metadata.clear_counts();
        aip::WritePlan plan;
        GoOn(import, v1::IMPORT_STATE_PLANNING, now, plan.batch);
        plan.results.set_operation(import.name());
        return plan;
      },
      AnswerWithOperation(backend, jobs, call, true));
}

absl::Status CheckMerges(const v1::CommitImportRequest& request, const ImportOperation& import) {
  aip::Violations violations;
  std::set<int64_t> items;
  std::set<std::string> entries;
  if (request.merges_size() > kMostMerges)
    violations.Add("merges", absl::StrCat("has ", request.merges_size(), "; at most ", kMostMerges, " are allowed"));
  for (int i = 0; i < std::min(request.merges_size(), kMostMerges); ++i) {
    const v1::ImportMerge& merge = request.merges(i);
    const std::string path = absl::StrCat("merges[", i, "]");
    if (merge.item() < 0 || merge.item() >= import.metadata.staged_items() || !items.insert(merge.item()).second)
      violations.Add(absl::StrCat(path, ".item"), "is no item of this import, or stands twice");
    if (!storage::EntryRecords().KeyOf(merge.into()))
      violations.Add(absl::StrCat(path, ".into"), "is no entry's name");
    else if (!entries.insert(merge.into()).second)
      violations.Add(absl::StrCat(path, ".into"), "stands twice: merge one item after the other, by two imports");
  }
  return violations.ToStatus();
}

void CommitImport(const aip::Backend& backend, operations::Jobs& jobs, const rpc::CallPtr& call,
                  const v1::CommitImportRequest& request) {
  aip::Write(
      backend, call, WriteOf(request),
      [request, principal = call->principal()](const SnapshotPtr& snapshot,
                                               absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        ASSIGN_OR_RETURN(ImportOperation import, FindImport(*snapshot, principal, request.operation()));
        if (!WaitsIn(import, v1::IMPORT_STATE_PLANNED)) return WrongState(import, "PLANNED");
        if (const int64_t refused = import.metadata.counts().refused(); refused > 0 && !request.keep_going())
          return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_IMPORT_REFUSED,
                       absl::StrCat(refused, " items are refused: mend them, or set keep_going to leave them out"),
                       {{"refused", absl::StrCat(refused)}});
        RETURN_IF_ERROR(CheckMerges(request, import));
        *import.arguments.mutable_merges() = request.merges();
        aip::WritePlan plan;
        GoOn(import, v1::IMPORT_STATE_COMMITTING, now, plan.batch);
        plan.results.set_operation(import.name());
        return plan;
      },
      AnswerWithOperation(backend, jobs, call, true));
}

// An undo that was cancelled, or failed, before it came to its end.
absl::StatusOr<bool> UndoHasEndedEarly(const storage::Snapshot& snapshot, const ImportOperation& import) {
  if (import.metadata.state() != v1::IMPORT_STATE_UNDOING) return false;
  const std::optional<std::string> key = operations::KeyOfOperation(import.metadata.undo_operation());
  if (!key) return true;
  ASSIGN_OR_RETURN(const auto undo, operations::ReadOperation(snapshot, *key));
  return !undo || undo->operation().done();
}

void UndoImport(const aip::Backend& backend, operations::Jobs& jobs, const rpc::CallPtr& call,
                const v1::UndoImportRequest& request) {
  aip::Write(
      backend, call, WriteOf(request),
      [&jobs, request, principal = call->principal()](const SnapshotPtr& snapshot,
                                                      absl::Time now) -> absl::StatusOr<aip::WritePlan> {
        ASSIGN_OR_RETURN(ImportOperation import, FindImport(*snapshot, principal, request.operation()));
        const v1::ImportState state = import.metadata.state();
        ASSIGN_OR_RETURN(const bool again, UndoHasEndedEarly(*snapshot, import));
        // One that was cancelled or failed half-way has written too.
        if (!import.stored.operation().done() ||
            (state != v1::IMPORT_STATE_COMMITTED && state != v1::IMPORT_STATE_COMMITTING && !again))
          return WrongState(import, "COMMITTED, or cancelled while it was committing");
        internal::v1::UndoImportArguments arguments;
        arguments.set_operation(import.name());
        v1::UndoImportMetadata metadata;
        metadata.set_operation(import.name());
        operations::JobOrder order{kUndoJob, principal.id, {}, {}};
        order.arguments.PackFrom(arguments);
        order.metadata.PackFrom(metadata);
        ASSIGN_OR_RETURN(operations::NewOperation made, jobs.New(std::move(order)));
        aip::WritePlan plan;
        plan.results.set_operation(made.name());
        import.metadata.set_undo_operation(made.name());
        GoOn(import, v1::IMPORT_STATE_UNDOING, now, plan.batch);
        plan.batch.others().Put(std::move(made.key), std::move(made.value));
        return plan;
      },
      AnswerWithOperation(backend, jobs, call, true));
}

}  // namespace

void AddImportMethods(const aip::Backend& backend, operations::Jobs& jobs, const Rules& rules,
                      rpc::MethodTable& methods) {
  jobs.Register(ImportJob(backend, rules));
  jobs.Register(UndoJob(backend, rules));
  AddStagingMethods(backend, methods);
  AddListItems(backend, rules, methods);
  const auto add = [&]<class Request>(const char* method, void (*handle)(const aip::Backend&, operations::Jobs&,
                                                                         const rpc::CallPtr&, const Request&)) {
    methods.Add<Request>(absl::StrCat("lectern.v1.ImportService/", method),
                         [&backend, &jobs, handle](const rpc::CallPtr& call, const Request& request) {
                           handle(backend, jobs, call, request);
                         });
  };
  add("BeginImport", Begin);
  add("PlanImport", PlanImport);
  add("CommitImport", CommitImport);
  add("UndoImport", UndoImport);
}

}  // namespace lectern::imports
