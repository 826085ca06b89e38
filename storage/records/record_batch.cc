#include "storage/records/record_batch.h"

#include "storage/engine/fault.h"
#include "storage/keys/keyspaces.h"
#include "storage/records/record_value.h"

namespace lectern::storage {
namespace {

bool IsUniqueRow(const std::string& key) { return key.front() == static_cast<char>(Keyspace::kUnique); }

}  // namespace

absl::Status RecordBatch::Put(const RecordKind& kind, const std::string& record_key, const StoredRecord* old,
                              const Message& updated) {
  ASSIGN_OR_RETURN(std::string value, EncodeRecord(kind, updated));
  preconditions_.push_back({record_key, old == nullptr ? 0 : old->revision});
  batch_.Put(record_key, std::move(value), /*logged=*/true);

  DerivedRows before;
  if (old != nullptr) before = Derive(kind, record_key, *old->message);
  DerivedRows after = Derive(kind, record_key, updated);
  for (const auto& [key, row] : before.rows)
    if (!after.rows.contains(key)) batch_.Delete(key);
  for (auto& [key, row] : after.rows) {
    if (before.rows.contains(key)) continue;
    if (IsUniqueRow(key)) preconditions_.push_back({key, 0});
    batch_.Put(key, std::move(row));
  }
  for (const auto& [key, count] : before.counters) after.counters[key] -= count;
  for (const auto& [key, delta] : after.counters)
    if (delta != 0) batch_.Add(key, delta);
  return absl::OkStatus();
}

CommitRequest RecordBatch::Take() {
  CommitRequest request;
  request.batch = std::move(batch_);
  request.preconditions = std::move(preconditions_);
  return request;
}

}  // namespace lectern::storage
