#include "services/operations/operation_service.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/empty.pb.h"
#include "services/aip/violations.h"
#include "services/operations/operation_list.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"

namespace lectern::operations {
namespace {

namespace lro = google::longrunning;

constexpr std::string_view kService = "google.longrunning.Operations/";

// What is left of the call's time when a wait ends, so that the answer still arrives.
constexpr absl::Duration kAnswerTime = absl::Milliseconds(500);

absl::StatusOr<std::string> KeyOf(const std::string& name) {
  std::optional<std::string> key = KeyOfOperation(name);
  if (!key)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "name", "is no operation's: \"operations/{operation}\"");
  return *std::move(key);
}

struct Found {
  lro::Operation operation;
  storage::Revision revision = 0;
};

// The operation as it is now, if the caller may see it.
absl::StatusOr<Found> Find(const aip::Backend& backend, const rpc::Call& call, const std::string& name,
                           const std::string& key) {
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
  ASSIGN_OR_RETURN(std::optional<StoredOperation> stored, ReadOperation(*snapshot, key));
  if (!stored || !MaySee(call.principal(), *stored)) return NoSuchOperation(name);
  return Found{std::move(*stored->mutable_operation()), snapshot->revision()};
}

// Reads it on the executor; `then` gets it, unless it ends the call.
void WithOperation(const aip::Backend& backend, const rpc::CallPtr& call, const std::string& name,
                   std::function<void(Found)> then) {
  absl::StatusOr<std::string> key = KeyOf(name);
  if (!key.ok()) return call->Finish(key.status());
  backend.Run(call, [&backend, call, name, key = *std::move(key), then = std::move(then)] {
    absl::StatusOr<Found> found = Find(backend, *call, name, key);
    if (!found.ok()) return call->Finish(found.status());
    then(*std::move(found));
  });
}

void Get(const aip::Backend& backend, const rpc::CallPtr& call, const std::string& name) {
  WithOperation(backend, call, name, [call](const Found& found) { call->Finish(found.operation, found.revision); });
}

// Answers without content once a change is durable.
Jobs::Done FinishEmpty(const aip::Backend& backend, const rpc::CallPtr& call) {
  return [&backend, call](const absl::Status& changed) {
    if (!changed.ok()) return call->Finish(changed);
    call->Finish(google::protobuf::Empty(), backend.engine.Latest());
  };
}

absl::StatusOr<absl::Time> WaitDeadline(const rpc::Call& call, const lro::WaitOperationRequest& request) {
  const absl::Time now = absl::Now();
  const absl::Time latest = call.deadline() - std::min(kAnswerTime, (call.deadline() - now) / 10);
  if (!request.has_timeout()) return latest;
  const google::protobuf::Duration& timeout = request.timeout();
  if (timeout.seconds() < 0 || timeout.nanos() < 0 || timeout.nanos() > 999'999'999)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "timeout", "is negative, or no valid duration");
  return std::min(latest, now + absl::Seconds(timeout.seconds()) + absl::Nanoseconds(timeout.nanos()));
}

void Wait(const aip::Backend& backend, Jobs& jobs, const rpc::CallPtr& call, const lro::WaitOperationRequest& request) {
  const absl::StatusOr<absl::Time> deadline = WaitDeadline(*call, request);
  if (!deadline.ok()) return call->Finish(deadline.status());
  const std::string name = request.name();
  WithOperation(backend, call, name, [&backend, &jobs, call, name, deadline = *deadline](const Found& found) {
    if (found.operation.done() || deadline <= absl::Now()) return call->Finish(found.operation, found.revision);
    const auto waiter = jobs.Wait(name, deadline, [&backend, call, name](std::optional<lro::Operation> ended) {
      if (ended) return call->Finish(*ended, backend.engine.Latest());
      Get(backend, call, name);
    });
    if (!waiter) return call->Finish(OverloadedFault("too many calls wait for operations; try again shortly"));
    // It may have ended before there was a waiter, who would not hear of it then.
    const absl::StatusOr<Found> again = Find(backend, *call, name, *KeyOfOperation(name));
    if (again.ok() && !again->operation.done()) return;
    if (!jobs.ForgetWaiter(*waiter)) return;
    if (!again.ok()) return call->Finish(again.status());
    call->Finish(again->operation, again->revision);
  });
}

}  // namespace

void AddOperationMethods(const aip::Backend& backend, Jobs& jobs, rpc::MethodTable& methods) {
  const auto name_of = [](const char* method) { return std::string(kService) + method; };
  methods.Add<lro::GetOperationRequest>(name_of("GetOperation"),
                                        [&backend](const rpc::CallPtr& call, const lro::GetOperationRequest& request) {
                                          Get(backend, call, request.name());
                                        });
  methods.Add<lro::ListOperationsRequest>(name_of("ListOperations"),
                                          [&backend](const rpc::CallPtr& call, lro::ListOperationsRequest request) {
                                            backend.Run(call, [&backend, call, request = std::move(request)] {
                                              storage::Revision revision = 0;
                                              const auto page = ListOperations(backend, *call, request, revision);
                                              if (!page.ok()) return call->Finish(page.status());
                                              call->Finish(*page, revision);
                                            });
                                          });
  methods.Add<lro::CancelOperationRequest>(
      name_of("CancelOperation"), [&backend, &jobs](rpc::CallPtr call, const lro::CancelOperationRequest& request) {
        WithOperation(backend, call, request.name(), [&backend, &jobs, call](const Found& found) {
          jobs.Cancel(found.operation.name(), call->principal().id, FinishEmpty(backend, call));
        });
      });
  methods.Add<lro::DeleteOperationRequest>(
      name_of("DeleteOperation"), [&backend, &jobs](rpc::CallPtr call, const lro::DeleteOperationRequest& request) {
        WithOperation(backend, call, request.name(), [&backend, &jobs, call](const Found& found) {
          jobs.Discard(found.operation.name(), call->principal().id, FinishEmpty(backend, call));
        });
      });
  methods.Add<lro::WaitOperationRequest>(
      name_of("WaitOperation"), [&backend, &jobs](const rpc::CallPtr& call, const lro::WaitOperationRequest& request) {
        Wait(backend, jobs, call, request);
      });
}

}  // namespace lectern::operations
