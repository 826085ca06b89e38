#include "absl/time/clock.h"
#include "services/imports/import_jobs.h"
#include "services/imports/import_operation.h"
#include "services/imports/import_rows.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"

namespace lectern::imports {
namespace {

using google::protobuf::Any;

constexpr absl::Duration kPatience = absl::Hours(24 * 7);

absl::Status Damaged() {
  return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a stored import is damaged");
}

absl::StatusOr<Any> RunImport(const aip::Backend& backend, const Rules& rules, operations::JobContext& context) {
  v1::ImportMetadata metadata;
  internal::v1::ImportArguments arguments;
  if (!context.metadata().UnpackTo(&metadata) || !context.arguments().UnpackTo(&arguments)) return Damaged();
  ImportRun run{backend, rules, context.name(), arguments.source(), std::nullopt, {}};
  if (arguments.has_publication()) run.publication = arguments.publication();
  for (const v1::ImportMerge& merge : arguments.merges()) run.merges[merge.item()] = merge.into();
  if (metadata.state() == v1::IMPORT_STATE_PLANNING) {
    RETURN_IF_ERROR(Plan(run, context, metadata));
    metadata.set_state(v1::IMPORT_STATE_PLANNED);
    *metadata.mutable_phase_time() = ToTimestamp(absl::Now());
    return operations::WaitForCaller(metadata);
  }
  v1::ImportResponse response;
  RETURN_IF_ERROR(Commit(run, context, metadata, response));
  metadata.set_state(v1::IMPORT_STATE_COMMITTED);
  *metadata.mutable_phase_time() = ToTimestamp(absl::Now());
  RETURN_IF_ERROR(context.Progress(metadata));
  *response.mutable_counts() = metadata.counts();
  *response.mutable_kinds() = metadata.kinds();
  Any packed;
  packed.PackFrom(response);
  return packed;
}

}  // namespace

operations::JobType ImportJob(const aip::Backend& backend, const Rules& rules) {
  return {kImportJob,
          [&backend, &rules](operations::JobContext& context) { return RunImport(backend, rules, context); },
          /*resumable=*/true, /*single=*/false,
          [&backend](const std::string& name) {
            // What it left is found by SweepImports, should this fail.
            for (const Part part : {Part::kStaged, Part::kPlanned}) EraseRows(backend.engine, name, part).IgnoreError();
            ReclaimRows(backend.engine);
          }};
}

absl::Status SweepImports(const aip::Backend& backend, operations::Jobs& jobs, absl::Time now) {
  std::vector<std::string> stale;
  std::vector<std::pair<std::string, std::optional<Part>>> left;
  {
    ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
    RETURN_IF_ERROR(operations::ForEachOperation(*snapshot, storage::Direction::kForward, "",
                                                 [&](const std::string&, const operations::StoredOperation& stored) {
                                                   if (stored.type() == kImportJob && stored.waits_for_caller() &&
                                                       !stored.operation().done() &&
                                                       FromTimestamp(stored.update_time()) + kPatience < now)
                                                     stale.push_back(stored.operation().name());
                                                   return true;
                                                 }));
    ASSIGN_OR_RETURN(const std::vector<std::string> names, OperationsWithRows(*snapshot));
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(const auto stored,
                       operations::ReadOperation(*snapshot, operations::KeyOfOperation(name).value_or(name)));
      if (!stored)
        left.emplace_back(name, std::nullopt);
      else if (stored->operation().done())
        for (const Part part : {Part::kStaged, Part::kPlanned}) left.emplace_back(name, part);
    }
  }
  for (const std::string& name : stale) jobs.Cancel(name, "system", [](const absl::Status&) {});
  for (const auto& [name, part] : left) RETURN_IF_ERROR(EraseRows(backend.engine, name, part));
  return absl::OkStatus();
}

}  // namespace lectern::imports
