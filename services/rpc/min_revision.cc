#include "services/rpc/min_revision.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/engine/fault.h"

namespace lectern::rpc {
namespace {

constexpr char kKey[] = "lectern-min-revision";

absl::Status Malformed() {
  constexpr char kRule[] = "is one revision as a decimal number, as lectern-revision states it";
  absl::Status status =
      Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID, absl::StrCat(kKey, " ", kRule));
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field(kKey);
  violation->set_description(kRule);
  AddDetail(status, request);
  return status;
}

}  // namespace

absl::StatusOr<storage::Revision> MinRevision(const auth::Metadata& metadata) {
  const auto found = metadata.find(kKey);
  if (found == metadata.end()) return 0;
  const std::string text(found->second.data(), found->second.size());
  storage::Revision revision = 0;
  // Digits alone: SimpleAtoi would also take a sign and white space.
  if (metadata.count(kKey) > 1 || text.find_first_not_of("0123456789") != std::string::npos ||
      !absl::SimpleAtoi(text, &revision))
    return Malformed();
  return revision;
}

absl::Status RevisionNotReached(storage::Revision latest) {
  absl::Status status = Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_REVISION_NOT_REACHED,
                              absl::StrCat("the revision asked for is not there yet; the newest is ", latest),
                              {{"latest_revision", absl::StrCat(latest)}});
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  AddDetail(status, retry);
  return status;
}

absl::Status ServerStopping() {
  return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
               "the server is stopping; another, or the same a little later, answers");
}

void AfterRevision(storage::Engine& engine, Executor& executor, const CallPtr& call, storage::Revision revision,
                   std::function<void()> handle) {
  engine.WaitFor(revision, std::min(call->start() + kRevisionPatience, call->deadline()),
                 [&engine, &executor, call, handle = std::move(handle)](const absl::Status& reached) mutable {
                   if (absl::Status wanted = call->StillWanted(); !wanted.ok()) return call->Finish(wanted);
                   if (reached.code() == absl::StatusCode::kCancelled) return call->Finish(ServerStopping());
                   if (!reached.ok()) return call->Finish(RevisionNotReached(engine.Latest()));
                   if (!executor.Run(std::move(handle)))
                     call->Finish(OverloadedFault("too many calls are waiting; nothing was done, try again shortly"));
                 });
}

}  // namespace lectern::rpc
