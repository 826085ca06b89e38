#include "storage/records/record_batch.h"

#include <algorithm>

#include "storage/engine/fault.h"
#include "storage/keys/keyspaces.h"
#include "storage/records/record_value.h"

namespace lectern::storage {
namespace {

bool IsUniqueRow(const std::string& key) { return key.front() == static_cast<char>(Keyspace::kUnique); }

}  // namespace

absl::Status RecordBatch::PutRows(const RecordKind& kind, const std::string& record_key, const StoredRecord* old,
                                  const Message& updated, std::set<std::string>& gone, std::set<std::string>* kept) {
  ASSIGN_OR_RETURN(std::string value, EncodeRecord(kind, updated));
  preconditions_.push_back({record_key, old == nullptr ? 0 : old->revision});
  batch_.Put(record_key, std::move(value), /*logged=*/true);

  DerivedRows before;
  if (old != nullptr) before = Derive(kind, record_key, *old->message);
  DerivedRows after = Derive(kind, record_key, updated);
  for (const auto& [key, row] : before.rows)
    if (!after.rows.contains(key)) gone.insert(key);
  for (auto& [key, row] : after.rows) {
    if (kept != nullptr) kept->insert(key);
    if (before.rows.contains(key)) continue;
    if (IsUniqueRow(key)) {
      preconditions_.push_back({key, 0});
      batch_.Put(key, std::move(row));
    } else {
      // The record's own: it is there exactly while the record, which is at the revision required, has it.
      inserted_.emplace_back(key, std::move(row));
    }
  }
  for (const auto& [key, count] : before.counters) counts_[key] -= count;
  for (const auto& [key, count] : after.counters) counts_[key] += count;
  return absl::OkStatus();
}

absl::Status RecordBatch::Put(const RecordKind& kind, const std::string& record_key, const StoredRecord* old,
                              const Message& updated) {
  std::set<std::string> gone;
  RETURN_IF_ERROR(PutRows(kind, record_key, old, updated, gone, nullptr));
  for (const std::string& key : gone) batch_.Delete(key);
  return absl::OkStatus();
}

void RecordBatch::Remove(const RecordKind& kind, const std::string& record_key, const StoredRecord& old) {
  preconditions_.push_back({record_key, old.revision});
  batch_.Delete(record_key, /*logged=*/true);
  const DerivedRows before = Derive(kind, record_key, *old.message);
  for (const auto& [key, row] : before.rows) batch_.Delete(key);
  for (const auto& [key, count] : before.counters) counts_[key] -= count;
}

absl::Status RecordBatch::PutErasing(const Snapshot& snapshot, const RecordKind& kind, const std::string& record_key,
                                     const StoredRecord& old, const Message& old_becomes,
                                     const std::vector<PastState>& past, const Message& updated) {
  std::set<std::string> gone, kept;
  RETURN_IF_ERROR(PutRows(kind, record_key, &old, updated, gone, &kept));
  ASSIGN_OR_RETURN(std::string replaced, EncodeRecord(kind, old_becomes));
  batch_.Rewrite(record_key, old.revision, std::move(replaced));
  for (const PastState& state : past) {
    if (state.becomes == nullptr) continue;
    ASSIGN_OR_RETURN(std::string value, EncodeRecord(kind, *state.becomes));
    batch_.Rewrite(record_key, state.revision, std::move(value));
    for (const auto& [key, row] : Derive(kind, record_key, *state.was).rows) {
      if (kept.contains(key) || gone.contains(key)) continue;
      if (IsUniqueRow(key)) {
        // Another record may hold it by now.
        ASSIGN_OR_RETURN(const std::optional<Value> holder, snapshot.Get(key));
        if (holder) continue;
        preconditions_.push_back({key, 0});
      }
      gone.insert(key);
    }
  }
  for (const std::string& key : gone) batch_.Erase(key);
  return absl::OkStatus();
}

CommitRequest RecordBatch::Take() {
  std::sort(inserted_.begin(), inserted_.end());
  for (auto& [key, row] : inserted_) batch_.Insert(std::move(key), std::move(row));
  inserted_.clear();
  for (const auto& [key, delta] : counts_)
    if (delta != 0) batch_.Add(key, delta);
  counts_.clear();
  for (const auto& [key, revision] : required_) preconditions_.push_back({key, revision});
  required_.clear();
  CommitRequest request;
  request.batch = std::move(batch_);
  request.preconditions = std::move(preconditions_);
  return request;
}

}  // namespace lectern::storage
