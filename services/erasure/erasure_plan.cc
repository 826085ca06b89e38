#include "services/erasure/erasure_plan.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lectern/internal/v1/store.pb.h"
#include "services/aip/resource_name.h"
#include "services/aip/violations.h"
#include "services/auth/secret.h"
#include "services/editing/field_access.h"
#include "services/editing/protection.h"
#include "services/editing/references.h"
#include "services/erasure/erase_text.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/keys/key_codec.h"
#include "storage/records/record_value.h"

namespace lectern::erasure {
namespace {

using google::protobuf::Message;
using PastState = storage::RecordBatch::PastState;

// States read at once.
constexpr size_t kChunk = 64;

// All that is left: the name, what an import would recognise it by, and when it went.
std::unique_ptr<Message> Tombstone(const Message& record, absl::Time now) {
  std::unique_ptr<Message> left(record.New());
  editing::SetText(*left, "name", editing::Text(record, "name"));
  if (editing::Field(record, "source_key") != nullptr)
    editing::SetText(*left, "source_key", editing::Text(record, "source_key"));
  if (const auto* lifecycle = editing::Field(record, "lifecycle"))
    left->GetReflection()->SetEnumValue(left.get(), lifecycle, v1::LIFECYCLE_WITHDRAWN);
  editing::SetTime(*left, "delete_time", now);
  editing::SetTime(*left, "expunge_time", now);
  return left;
}

// Whether readers ever saw it: only they may learn that it is gone.
bool WasPublic(const std::vector<PastState>& past, const Message& current) {
  return storage::VisibleToReaders(current) || std::any_of(past.begin(), past.end(), [](const PastState& state) {
           return storage::VisibleToReaders(*state.was);
         });
}

// What a state becomes; null where it holds nothing of what is erased.
std::unique_ptr<Message> Erased(const Message& state, const Erasure& erasure, absl::Time now) {
  if (erasure.text.empty()) return Tombstone(state, now);
  std::unique_ptr<Message> erased = editing::Copy(state);
  return EraseText(*erased, erasure.text, erasure.replacement) > 0 ? std::move(erased) : nullptr;
}

bool Holds(const Message* state, const std::string& text) {
  if (state == nullptr) return false;
  const std::unique_ptr<Message> copy = editing::Copy(*state);
  return EraseText(*copy, text, "") > 0;
}

// Every state before the present one.
absl::StatusOr<std::vector<PastState>> ReadPast(const storage::Snapshot& snapshot, const storage::RecordKind& kind,
                                                const std::string& key, storage::Revision before) {
  std::vector<PastState> past;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<storage::Value> values, snapshot.Versions(key, before, kChunk));
    for (const storage::Value& value : values) {
      PastState& state = past.emplace_back();
      state.revision = before = value.revision();
      ASSIGN_OR_RETURN(state.was, storage::ParseRecord(kind, value.bytes()));
    }
    if (values.size() < kChunk) return past;
  }
}

absl::Status CheckErasable(const storage::Snapshot& snapshot, const editing::ResourceRules& rules,
                           const Erasure& erasure) {
  if (!erasure.text.empty()) {
    if (erasure.name.find(erasure.text) == std::string::npos) return absl::OkStatus();
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "text",
                           "stands in the name, which stays: erase the whole resource");
  }
  if (rules.kind->prototype->GetDescriptor()->FindFieldByName("expunge_time") == nullptr)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "text", "is required: this resource cannot go");
  if (!rules.kept_while_named) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t count, editing::CountNaming(snapshot, erasure.name));
  return count == 0 ? absl::OkStatus() : editing::InUse(erasure.name, count);
}

// What tells of the resource where it stands outside of the catalogue.
std::vector<std::string> WordsOf(const Erasure& erasure, const Message& current) {
  if (!erasure.text.empty()) return {erasure.text};
  std::vector<std::string> words{erasure.name};
  if (std::string key = editing::Text(current, "source_key"); !key.empty()) words.push_back(std::move(key));
  return words;
}

void PutErasureRow(const storage::StoreIdentity& identity, const Erasure& erasure, absl::Time now,
                   storage::RecordBatch& batch) {
  internal::v1::StoredErasure row;
  row.set_name(erasure.name);
  if (!erasure.text.empty()) {
    row.set_text_bytes(static_cast<int32_t>(erasure.text.size()));
    // With the store's secret key in front: names are few, and their plain digests could be guessed.
    row.set_text_digest(auth::Sha256(identity.seal_key + erasure.text));
    row.set_replacement(erasure.replacement);
  }
  *row.mutable_erase_time() = ToTimestamp(now);
  batch.others().Put(storage::KeyBuilder(storage::Keyspace::kErasure).Text(erasure.name).Text(auth::RandomId()).Take(),
                     row.SerializeAsString());
}

}  // namespace

absl::StatusOr<ErasurePlan> PlanErasure(const storage::StoreIdentity& identity, const storage::Snapshot& snapshot,
                                        absl::Time now, const editing::ResourceRules& rules, const Erasure& erasure,
                                        storage::RecordBatch& batch) {
  const storage::RecordKind& kind = *rules.kind;
  const std::optional<std::string> key = kind.KeyOf(erasure.name);
  if (!key) return aip::BadName(kind, "name");
  ASSIGN_OR_RETURN(const std::optional<storage::StoredRecord> current, storage::ReadRecord(snapshot, kind, *key));
  if (!current || storage::IsExpunged(*current->message)) return aip::NotFound(kind, erasure.name);
  RETURN_IF_ERROR(editing::CheckEtag(identity, erasure.name, erasure.etag, current->revision));
  RETURN_IF_ERROR(CheckErasable(snapshot, rules, erasure));
  if (erasure.check_elsewhere) RETURN_IF_ERROR(erasure.check_elsewhere(snapshot, WordsOf(erasure, *current->message)));
  ASSIGN_OR_RETURN(std::vector<PastState> past, ReadPast(snapshot, kind, *key, current->revision));

  ErasurePlan plan;
  for (PastState& state : past) {
    state.becomes = Erased(*state.was, erasure, now);
    if (state.becomes != nullptr) ++plan.states;
  }
  std::unique_ptr<Message> updated = Erased(*current->message, erasure, now);
  if (updated != nullptr) ++plan.states;
  if (plan.states == 0)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "text", "stands nowhere in this resource, nor ever did");
  if (!erasure.text.empty() &&
      (Holds(updated.get(), erasure.text) || std::any_of(past.begin(), past.end(), [&](const PastState& state) {
         return Holds(state.becomes.get(), erasure.text);
       })))
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "replacement", "gives the erased text anew beside it");
  // A state that holds nothing of it is written once more all the same: followers of the change feed must hear of it.
  if (updated == nullptr) updated = editing::Copy(*current->message);
  if (erasure.text.empty() && WasPublic(past, *current->message)) editing::HideThrough(current->revision, *updated);
  RETURN_IF_ERROR(batch.PutErasing(snapshot, kind, *key, *current, *updated, past, *updated));
  PutErasureRow(identity, erasure, now, batch);
  plan.result = editing::Unwritten(erasure.name, v1::UPSERT_OUTCOME_UPDATED, 0).result;
  return plan;
}

}  // namespace lectern::erasure
