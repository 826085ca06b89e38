#include "services/operations/operation_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/engine/timestamp.h"
#include "storage/keys/key_codec.h"
#include "storage/records/index_upkeep.h"

namespace lectern::operations {
namespace {

absl::StatusOr<StoredOperation> Parse(std::string_view bytes) {
  StoredOperation operation;
  if (!operation.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a stored operation is damaged");
  return operation;
}

// The keys behind `after`, in that direction.
storage::KeyRange RangeAfter(storage::Direction direction, std::string_view after) {
  storage::KeyRange range = storage::PrefixRange(storage::KeyBuilder(storage::Keyspace::kOperation).Take());
  if (after.empty()) return range;
  if (direction == storage::Direction::kForward)
    range.begin = std::string(after) + '\0';
  else
    range.end = std::string(after);
  return range;
}

}  // namespace

absl::Status NoSuchOperation(std::string_view name) {
  absl::Status status = Fault(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                              absl::StrCat("there is no operation ", Absl(name), ", or none that the caller may see"));
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::string(kOperationType));
  info.set_resource_name(std::string(name));
  AddDetail(status, info);
  return status;
}

absl::StatusOr<std::optional<StoredOperation>> ReadOperation(const storage::Snapshot& snapshot,
                                                             const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<storage::Value> value, snapshot.Get(key));
  if (!value) return std::optional<StoredOperation>();
  ASSIGN_OR_RETURN(StoredOperation operation, Parse(value->bytes()));
  return std::optional<StoredOperation>(std::move(operation));
}

absl::Status ForEachOperation(const storage::Snapshot& snapshot, storage::Direction direction, std::string_view after,
                              const std::function<bool(const std::string&, StoredOperation)>& take) {
  const storage::KeyRange range = RangeAfter(direction, after);
  const auto cursor = snapshot.Scan(range, direction);
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(StoredOperation operation, Parse(cursor->value()));
    if (!take(std::string(cursor->key()), std::move(operation))) return absl::OkStatus();
  }
  return cursor->status();
}

absl::StatusOr<StoredOperation> ChangeOperation(storage::Engine& engine, const std::string& name, const Author& author,
                                                const OperationChange& change) {
  const std::optional<std::string> key = KeyOfOperation(name);
  if (!key) return NoSuchOperation(name);
  for (;;) {
    storage::CommitRequest request;
    StoredOperation operation;
    {
      ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
      ASSIGN_OR_RETURN(const std::optional<storage::Value> value, snapshot->Get(*key));
      if (!value) return NoSuchOperation(name);
      ASSIGN_OR_RETURN(operation, Parse(value->bytes()));
      request.preconditions.push_back({*key, value->revision()});
    }
    const Verdict verdict = change(operation);
    if (verdict == Verdict::kLeave) return operation;
    *operation.mutable_update_time() = ToTimestamp(absl::Now());
    if (verdict == Verdict::kPut)
      request.batch.Put(*key, operation.SerializeAsString());
    else
      request.batch.Delete(*key);
    request.principal = author.principal.empty() ? operation.principal() : author.principal;
    request.method = author.method;
    request.operation = name;
    const absl::Status committed = storage::CommitAndWait(engine, std::move(request)).status();
    if (committed.ok()) return operation;
    // Another change of this operation, of which there are few.
    if (ReasonOf(committed) != v1::ERROR_REASON_WRITE_CONTENTION) return committed;
  }
}

absl::StatusOr<int> RemoveEnded(storage::Engine& engine, absl::Time oldest, size_t most) {
  std::vector<std::pair<absl::Time, std::string>> ended;  // when, and the key
  {
    ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
    RETURN_IF_ERROR(ForEachOperation(*snapshot, storage::Direction::kForward, "",
                                     [&ended](const std::string& key, const StoredOperation& operation) {
                                       if (operation.operation().done())
                                         ended.emplace_back(FromTimestamp(operation.end_time()), key);
                                       return true;
                                     }));
  }
  std::sort(ended.begin(), ended.end(), std::greater<>());
  storage::CommitRequest request;
  // What has ended changes no more, so there is nothing to look at once again.
  for (size_t i = 0; i < ended.size(); ++i)
    if (i >= most || ended[i].first < oldest) request.batch.Delete(std::move(ended[i].second));
  const auto removed = static_cast<int>(request.batch.changes().size());
  if (removed == 0) return 0;
  request.principal = "system";
  request.method = "operations-upkeep";
  RETURN_IF_ERROR(storage::CommitAndWait(engine, std::move(request)).status());
  return removed;
}

}  // namespace lectern::operations
