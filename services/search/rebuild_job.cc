#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "lectern/v1/admin_service.pb.h"
#include "services/search/search_service.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::searching {
namespace {

constexpr char kType[] = "rebuild-index";

absl::StatusOr<google::protobuf::Any> Run(search::IndexKeeper& keeper, operations::JobContext& context) {
  v1::RebuildIndexMetadata metadata;
  context.metadata().UnpackTo(&metadata);
  const auto report = [&](const search::RebuildProgress& progress) -> absl::Status {
    RETURN_IF_ERROR(context.StillWanted());
    metadata.set_revision(progress.revision);
    metadata.set_latest_revision(progress.latest);
    metadata.set_documents(static_cast<int64_t>(progress.documents));
    return context.Progress(metadata);
  };
  RETURN_IF_ERROR(keeper.Rebuild(report));
  const search::IndexStatistics built = keeper.Statistics();
  metadata.set_revision(built.revision);
  metadata.set_documents(static_cast<int64_t>(built.documents));
  *metadata.mutable_end_time() = ToTimestamp(absl::Now());
  RETURN_IF_ERROR(context.Progress(metadata));
  v1::RebuildIndexResponse response;
  response.set_documents(static_cast<int64_t>(built.documents));
  response.set_disk_bytes(static_cast<int64_t>(built.disk_bytes));
  google::protobuf::Any packed;
  packed.PackFrom(response);
  return packed;
}

}  // namespace

operations::JobType RebuildJob(search::IndexKeeper& keeper) {
  return {kType, [&keeper](operations::JobContext& context) { return Run(keeper, context); },
          /*resumable=*/true, /*single=*/true};
}

void AddRebuildMethod(const aip::Backend& backend, operations::Jobs& jobs, rpc::MethodTable& methods) {
  methods.Add<v1::RebuildIndexRequest>(
      "lectern.v1.AdminService/RebuildIndex", [&backend, &jobs](rpc::CallPtr call, const v1::RebuildIndexRequest&) {
        v1::RebuildIndexMetadata metadata;
        *metadata.mutable_start_time() = ToTimestamp(absl::Now());
        operations::JobOrder order{kType, call->principal().id, {}, {}};
        order.metadata.PackFrom(metadata);
        auto operation = jobs.New(order);
        if (!operation.ok()) return call->Finish(operation.status());
        jobs.Start(*std::move(operation), std::string(call->method()),
                   [&backend, call](const absl::StatusOr<google::longrunning::Operation>& started) {
                     if (!started.ok()) return call->Finish(started.status());
                     call->Finish(*started, backend.engine.Latest());
                   });
      });
}

}  // namespace lectern::searching
