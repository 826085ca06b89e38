#include "services/imports/chunk_run.h"

#include "absl/strings/str_cat.h"
#include "services/aip/violations.h"
#include "services/editing/field_access.h"
#include "services/editing/field_rules.h"
#include "services/rpc/status.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"

namespace lectern::imports {
namespace {

using google::protobuf::Message;

// What is wrong with the item and not with the store.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
      return true;
    case absl::StatusCode::kResourceExhausted:
      return ReasonOf(status) == v1::ERROR_REASON_LIMIT_EXCEEDED;
    default:
      return false;
  }
}

const editing::ResourceRules* RulesOf(const Rules& rules, const Message& resource) {
  for (const editing::ResourceRules* of : rules)
    if (of->kind->prototype->GetDescriptor() == resource.GetDescriptor()) return of;
  return nullptr;
}

// What the item says of itself; what it brings is checked as it is written.
absl::Status CheckItem(const v1::ImportItem& item) {
  v1::ImportItem alone;
  *alone.mutable_place() = item.place();
  alone.set_source_entry_key(item.source_entry_key());
  alone.set_source(item.source());
  aip::Violations violations;
  editing::CheckFields(alone, violations);
  return violations.ToStatus();
}

absl::StatusOr<editing::ImportedItem> Carry(const ImportRun& run, const v1::ImportItem& item, const ItemOrder& order,
                                            const NameOfKey& name_of_key, editing::EditSession& session,
                                            bool with_changes) {
  if (!order.surely_new) RETURN_IF_ERROR(CheckItem(item));
  const Message* resource = ResourceOf(item);
  if (resource == nullptr)
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "resource", "is required: the item brings nothing");
  editing::ItemToImport todo;
  todo.rules = RulesOf(run.rules, *resource);
  if (todo.rules == nullptr) return absl::InternalError("a kind of resource without rules");
  std::unique_ptr<Message> completed;
  if (item.has_hotline() && !item.source_entry_key().empty()) {
    ASSIGN_OR_RETURN(const std::optional<std::string> source, name_of_key(item.source_entry_key()));
    if (!source)
      return aip::FieldFault(v1::ERROR_REASON_REFERENCE_NOT_FOUND, "source_entry_key",
                             "is that of no entry, nor of an item before this one");
    completed = editing::Copy(*resource);
    static_cast<v1::Hotline&>(*completed).set_source_entry(*source);
    resource = completed.get();
  }
  todo.resource = resource;
  todo.action = item.action() == v1::IMPORT_ACTION_UNSPECIFIED ? v1::IMPORT_ACTION_IMPORT : item.action();
  todo.fields = &item.fields();
  todo.operation = run.operation;
  todo.source = item.source().empty() ? run.source : item.source();
  todo.new_name = order.new_name;
  todo.recognised_as = order.recognised_as;
  todo.merge_into = order.merge_into;
  todo.surely_new = order.surely_new;
  // Nobody has called a hotline yet.
  todo.publish = run.publication.has_value() && todo.rules->kind != &storage::HotlineRecords();
  todo.with_changes = with_changes;
  return session.Import(todo, "");
}

void CountIn(v1::ImportOutcome outcome, int64_t by, v1::ImportCounts& counts) {
  switch (outcome) {
    case v1::IMPORT_OUTCOME_CREATED:
      return counts.set_created(counts.created() + by);
    case v1::IMPORT_OUTCOME_UPDATED:
      return counts.set_updated(counts.updated() + by);
    case v1::IMPORT_OUTCOME_UNCHANGED:
      return counts.set_unchanged(counts.unchanged() + by);
    case v1::IMPORT_OUTCOME_CONFLICT:
      return counts.set_conflicts(counts.conflicts() + by);
    case v1::IMPORT_OUTCOME_REFUSED:
      return counts.set_refused(counts.refused() + by);
    case v1::IMPORT_OUTCOME_DELETED:
      return counts.set_deleted(counts.deleted() + by);
    case v1::IMPORT_OUTCOME_ABSENT:
      return counts.set_absent(counts.absent() + by);
    case v1::IMPORT_OUTCOME_MERGED:
      return counts.set_merged(counts.merged() + by);
    default:
      return;
  }
}

}  // namespace

const Message* ResourceOf(const v1::ImportItem& item) {
  const auto* field =
      item.GetReflection()->GetOneofFieldDescriptor(item, v1::ImportItem::descriptor()->FindOneofByName("resource"));
  return field == nullptr ? nullptr : &item.GetReflection()->GetMessage(item, field);
}

absl::Status RunItem(const ImportRun& run, const v1::ImportItem& item, const ItemOrder& order,
                     const NameOfKey& name_of_key, editing::EditSession& session,
                     internal::v1::StoredImportResult& result, std::vector<v1::FieldChange>* changes) {
  if (const Message* resource = ResourceOf(item))
    if (const auto* of = RulesOf(run.rules, *resource)) result.set_kind(std::string(of->kind->plural));
  absl::StatusOr<editing::ImportedItem> imported = Carry(run, item, order, name_of_key, session, changes != nullptr);
  if (imported.ok()) {
    result.set_name(imported->name);
    result.set_outcome(imported->outcome);
    if (changes != nullptr) *changes = std::move(imported->changes);
    return absl::OkStatus();
  }
  if (!IsRefusal(imported.status())) return imported.status();
  result.set_outcome(v1::IMPORT_OUTCOME_REFUSED);
  *result.mutable_refusal() = rpc::ToRpcStatus(imported.status(), run.operation);
  return absl::OkStatus();
}

void Count(const internal::v1::StoredImportResult& result, int64_t by, v1::ImportMetadata& metadata) {
  CountIn(result.outcome(), by, *metadata.mutable_counts());
  for (v1::KindImportCounts& kind : *metadata.mutable_kinds())
    if (kind.kind() == result.kind()) return CountIn(result.outcome(), by, *kind.mutable_counts());
  v1::KindImportCounts& kind = *metadata.add_kinds();
  kind.set_kind(result.kind());
  CountIn(result.outcome(), by, *kind.mutable_counts());
}

}  // namespace lectern::imports
