#include "services/erasure/purge.h"

#include <optional>

#include "services/editing/field_access.h"
#include "services/erasure/erasure_plan.h"
#include "services/operations/compaction.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/index_upkeep.h"
#include "storage/records/record_reader.h"

namespace lectern::erasure {
namespace {

// Rows read at once.
constexpr size_t kChunk = 256;

constexpr char kPrincipal[] = "system";
// Followers of the change feed tell an erasure by its method.
constexpr char kMethod[] = "lectern.v1.ErasureService/Purge";

bool IsDue(const google::protobuf::Message& record, absl::Time now) {
  const auto* field = editing::Field(record, "purge_time");
  if (field == nullptr || !record.GetReflection()->HasField(record, field) || storage::IsExpunged(record)) return false;
  const auto& time = static_cast<const google::protobuf::Timestamp&>(record.GetReflection()->GetMessage(record, field));
  return FromTimestamp(time) <= now;
}

// True where it was erased; false where it is not due, or has been brought back meanwhile, or others name it.
absl::StatusOr<bool> PurgeOne(const aip::Backend& backend, const editing::ResourceRules& rules, const std::string& key,
                              absl::Time now, const operations::NewOperation& compaction) {
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
  ASSIGN_OR_RETURN(const auto record, storage::ReadRecord(*snapshot, *rules.kind, key));
  if (!record || !IsDue(*record->message, now)) return false;
  storage::RecordBatch batch;
  const Erasure whole{editing::Text(*record->message, "name"), "", "", ""};
  const auto planned = PlanErasure(backend.identity, *snapshot, now, rules, whole, batch);
  if (ReasonOf(planned.status()) == v1::ERROR_REASON_RESOURCE_IN_USE) return false;
  RETURN_IF_ERROR(planned.status());
  // Each time, so that it is there whenever the server should die from here on.
  batch.others().Put(compaction.key, compaction.value);
  storage::CommitRequest commit = batch.Take();
  commit.principal = kPrincipal;
  commit.method = kMethod;
  const auto committed = storage::CommitAndWait(backend.engine, std::move(commit));
  if (ReasonOf(committed.status()) == v1::ERROR_REASON_WRITE_CONTENTION) return false;  // the next round looks again
  RETURN_IF_ERROR(committed.status());
  return true;
}

absl::StatusOr<int> PurgeKind(const aip::Backend& backend, const editing::ResourceRules& rules, absl::Time now,
                              const operations::NewOperation& compaction, const std::function<bool()>& stopped) {
  int purged = 0;
  std::string after;
  while (!stopped()) {
    std::vector<storage::ListRow> rows;
    {
      ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot());
      ASSIGN_OR_RETURN(rows, storage::ListRows(*snapshot, {.index = &rules.kind->StandardIndex(),
                                                           .scope = storage::Scope::kDeleted,
                                                           .prefix = {},
                                                           .after = after,
                                                           .limit = kChunk}));
    }
    if (rows.empty()) break;
    after = rows.back().position;
    for (const storage::ListRow& row : rows) {
      if (stopped()) break;
      ASSIGN_OR_RETURN(const bool gone, PurgeOne(backend, rules, row.record_key, now, compaction));
      if (gone) ++purged;
    }
  }
  return purged;
}

}  // namespace

absl::StatusOr<int> PurgeDeleted(const aip::Backend& backend, operations::Jobs& jobs,
                                 const std::vector<const editing::ResourceRules*>& rules, absl::Time now,
                                 const std::function<bool()>& stopped) {
  ASSIGN_OR_RETURN(const operations::NewOperation compaction, jobs.New(operations::CompactionOrder(kPrincipal, now)));
  int purged = 0;
  absl::Status failed;
  for (const editing::ResourceRules* of : rules) {
    absl::StatusOr<int> of_kind = PurgeKind(backend, *of, now, compaction, stopped);
    if (of_kind.ok())
      purged += *of_kind;
    else
      failed = of_kind.status();
  }
  if (purged > 0) jobs.Begin(compaction.name());
  if (!failed.ok()) return failed;
  return purged;
}

}  // namespace lectern::erasure
