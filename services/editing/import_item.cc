// How an item of an import changes what is there.
#include "services/editing/import_item.h"

#include <algorithm>
#include <memory>

#include "lectern/v1/entry.pb.h"
#include "services/aip/resource_name.h"
#include "services/editing/field_access.h"
#include "services/editing/three_way.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"
#include "storage/records/redaction.h"

namespace lectern::editing {
namespace {

// States of a record that are looked at for the one that the last import wrote.
constexpr size_t kMostStates = 256;

const v1::Provenance& ProvenanceOf(const Message& record) {
  return static_cast<const v1::Provenance&>(record.GetReflection()->GetMessage(record, Field(record, "provenance")));
}

v1::Provenance& MutableProvenance(Message& record) {
  return static_cast<v1::Provenance&>(*record.GetReflection()->MutableMessage(&record, Field(record, "provenance")));
}

void NoteOrigin(const ItemToImport& item, v1::Provenance& provenance) {
  provenance.set_operation(item.operation);
  provenance.set_source(item.source);
  provenance.clear_imported_form();
}

// What an import may leave to the server stays as the server filled it in.
void TakeServerFilled(const Message& old, Message& item) {
  for (const char* name : {"rank", "topic"})
    if (Field(item, name) != nullptr && Text(item, name).empty()) SetText(item, name, Text(old, name));
}

// What the last import brought; null where that is not known any more, or was erased.
absl::StatusOr<std::unique_ptr<Message>> LastImport(const storage::Snapshot& snapshot, const storage::RecordKind& kind,
                                                    const std::string& key, const storage::StoredRecord& current) {
  const v1::Provenance& known = ProvenanceOf(*current.message);
  if (known.content_digest().empty()) return std::unique_ptr<Message>();
  if (!known.imported_form().empty()) {
    std::unique_ptr<Message> form(current.message->New());
    if (!form->ParseFromString(known.imported_form()))
      return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "an imported form is damaged");
    return ContentDigest(*form) == known.content_digest() ? std::move(form) : std::unique_ptr<Message>();
  }
  // The oldest of its states is the one that it wrote. Others may stand between them: those of an import that was
  // undone.
  std::unique_ptr<Message> oldest = Copy(*current.message);
  ASSIGN_OR_RETURN(const std::vector<storage::Value> states, snapshot.Versions(key, current.revision, kMostStates));
  for (const storage::Value& state : states) {
    ASSIGN_OR_RETURN(std::unique_ptr<Message> past, storage::ParseRecord(kind, state.bytes()));
    const v1::Provenance& then = ProvenanceOf(*past);
    if (then.operation() == known.operation() && then.content_digest() == known.content_digest() &&
        then.imported_form().empty())
      oldest = std::move(past);
  }
  return ContentDigest(*oldest) == known.content_digest() ? std::move(oldest) : std::unique_ptr<Message>();
}

// What an item adds to an entry that it is merged into: places where the source is and was read, and what is empty.
void MergeEntry(const v1::Entry& item, v1::Entry& entry) {
  std::vector<const FieldDescriptor*> fields;
  const auto* descriptor = v1::Entry::descriptor();
  for (const char* name : {"accesses", "archive_links", "legacy_addresses", "other_countries", "themes", "media_marks"})
    fields.push_back(descriptor->FindFieldByName(name));
  for (int i = 0; i < descriptor->field_count(); ++i)
    if (const FieldDescriptor* field = descriptor->field(i);
        IsContent(field) && (!field->is_repeated() || entry.GetReflection()->FieldSize(entry, field) == 0))
      fields.push_back(field);
  Append(item, fields, entry);
  const auto& keys = entry.merged_source_keys();
  if (!item.source_key().empty() && item.source_key() != entry.source_key() &&
      std::find(keys.begin(), keys.end(), item.source_key()) == keys.end())
    entry.add_merged_source_keys(item.source_key());
}

bool IsMergedKey(const Message& record, const Message& item) {
  if (record.GetDescriptor() != v1::Entry::descriptor()) return false;
  const auto& keys = static_cast<const v1::Entry&>(record).merged_source_keys();
  return std::find(keys.begin(), keys.end(), Text(item, "source_key")) != keys.end();
}

ImportedItem Outcome(const Edited& edited, v1::ImportOutcome written) {
  ImportedItem imported;
  imported.name = edited.result.name();
  imported.writes = edited.record != nullptr;
  imported.outcome = !imported.writes                                        ? v1::IMPORT_OUTCOME_UNCHANGED
                     : edited.result.outcome() == v1::UPSERT_OUTCOME_CREATED ? v1::IMPORT_OUTCOME_CREATED
                                                                             : written;
  return imported;
}

}  // namespace

absl::StatusOr<ImportedItem> EditSession::Import(const ItemToImport& item, const std::string& prefix) {
  publishes_ = item.publish;
  surely_new_ = item.surely_new;
  std::unique_ptr<Message> incoming = Copy(*item.resource);
  ClearOutputOnly(*incoming);
  ASSIGN_OR_RETURN(Target target, FindForImport(item, *incoming, prefix));
  const bool exists = target.old && !IsFree(*item.rules, target);
  if (item.action == v1::IMPORT_ACTION_DELETE) return ImportDeletion(*item.rules, target);
  if (!exists) {
    if (!item.merge_into.empty()) return aip::NotFound(*item.rules->kind, item.merge_into);
    return ImportNew(item, target, std::move(incoming), prefix);
  }
  if (!item.merge_into.empty() || IsMergedKey(*target.old->message, *incoming))
    return ImportMerged(item, target, *incoming, prefix);
  if (item.action == v1::IMPORT_ACTION_IMPORT) return ImportOver(item, target, std::move(incoming), prefix);
  // The other actions say themselves what they do to what editors did.
  if (storage::IsDeleted(*target.old->message)) return aip::NotFound(*item.rules->kind, target.name);
  std::unique_ptr<Message> updated = Copy(*target.old->message);
  // Where it came from at first, and what that brought, is what a later import compares with.
  incoming->GetReflection()->ClearField(incoming.get(), Field(*incoming, "provenance"));
  TakeServerFilled(*updated, *incoming);
  if (item.action == v1::IMPORT_ACTION_APPEND) {
    ASSIGN_OR_RETURN(const auto fields, FieldsOfItem(*incoming, *item.fields));
    Append(*incoming, fields, *updated);
  } else if (item.action == v1::IMPORT_ACTION_UPDATE && !item.fields->paths().empty()) {
    ASSIGN_OR_RETURN(const auto fields, FieldsOfItem(*incoming, *item.fields));
    TakeFields(*incoming, fields, *updated);
  } else {
    const bool all = item.action != v1::IMPORT_ACTION_REVISE;
    RETURN_IF_ERROR(Merge(*incoming, FieldMask(), all ? EmptyMask::kAll : EmptyMask::kSetFields, *updated));
  }
  ASSIGN_OR_RETURN(const Edited edited, Finish(*item.rules, target, std::move(updated), From::kEditor, prefix));
  return Outcome(edited, v1::IMPORT_OUTCOME_UPDATED);
}

absl::StatusOr<EditSession::Target> EditSession::FindForImport(const ItemToImport& item, Message& incoming,
                                                               const std::string& prefix) const {
  if (item.surely_new) return Target{item.new_name, item.rules->kind->KeyOf(item.new_name).value(), std::nullopt};
  const std::string& known = item.merge_into.empty() ? item.recognised_as : item.merge_into;
  if (!known.empty()) SetText(incoming, "name", known);
  ASSIGN_OR_RETURN(Target target, Find(*item.rules, incoming, prefix));
  if (!target.old && known.empty() && !item.new_name.empty() && Text(incoming, "name") != target.name) {
    std::string key = item.rules->kind->KeyOf(item.new_name).value();
    // The plan may have known it as a resource that goes by another source_key now: that one stays what it is.
    ASSIGN_OR_RETURN(const auto holder, storage::ReadRecord(snapshot_, *item.rules->kind, key));
    if (holder) return target;
    target.name = item.new_name;
    target.key = std::move(key);
  }
  return target;
}

absl::StatusOr<ImportedItem> EditSession::ImportNew(const ItemToImport& item, const Target& target,
                                                    std::unique_ptr<Message> incoming, const std::string& prefix) {
  NoteOrigin(item, MutableProvenance(*incoming));
  ASSIGN_OR_RETURN(const Edited edited, Finish(*item.rules, target, std::move(incoming), From::kImport, prefix));
  return Outcome(edited, v1::IMPORT_OUTCOME_CREATED);
}

absl::StatusOr<ImportedItem> EditSession::ImportDeletion(const ResourceRules& rules, const Target& target) {
  RETURN_IF_ERROR(Claim(target.key, "name", ""));
  if (!target.old) return ImportedItem{v1::IMPORT_OUTCOME_UNCHANGED, "", false, {}};
  if (storage::IsDeleted(*target.old->message))
    return ImportedItem{v1::IMPORT_OUTCOME_UNCHANGED, target.name, false, {}};
  ASSIGN_OR_RETURN(const Edited edited, Delete(rules, target.name, ""));
  return Outcome(edited, v1::IMPORT_OUTCOME_DELETED);
}

absl::StatusOr<ImportedItem> EditSession::ImportMerged(const ItemToImport& item, const Target& target,
                                                       const Message& incoming, const std::string& prefix) {
  if (item.rules->kind->prototype->GetDescriptor() != v1::Entry::descriptor())
    return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "merges", "are of entries alone");
  if (storage::IsDeleted(*target.old->message)) return aip::NotFound(*item.rules->kind, target.name);
  std::unique_ptr<Message> merged = Copy(*target.old->message);
  MergeEntry(static_cast<const v1::Entry&>(incoming), static_cast<v1::Entry&>(*merged));
  if (storage::RedactionsAreStale(*target.old->message, *merged))
    return ImportedItem{v1::IMPORT_OUTCOME_CONFLICT, target.name, false, {}};
  // The import may bring the entry itself too: what adds nothing keeps nobody from changing it.
  if (SameButForProvenance(*target.old->message, *merged))
    return ImportedItem{v1::IMPORT_OUTCOME_UNCHANGED, target.name, false, {}};
  ASSIGN_OR_RETURN(const Edited edited, Finish(*item.rules, target, std::move(merged), From::kEditor, prefix));
  return Outcome(edited, v1::IMPORT_OUTCOME_MERGED);
}

absl::StatusOr<ImportedItem> EditSession::ImportOver(const ItemToImport& item, const Target& target,
                                                     std::unique_ptr<Message> incoming, const std::string& prefix) {
  const Message& current = *target.old->message;
  TakeServerFilled(current, *incoming);
  ASSIGN_OR_RETURN(const auto fields, FieldsOfItem(*incoming, *item.fields));
  ASSIGN_OR_RETURN(const std::unique_ptr<Message> base,
                   LastImport(snapshot_, *item.rules->kind, target.key, *target.old));
  ThreeWay compared = CompareThreeWays(base.get(), *incoming, current, fields);
  const bool untouchable = !compared.differences.empty() &&
                           (storage::IsDeleted(current) || storage::RedactionsAreStale(current, *compared.merged));
  ImportedItem imported;
  if (item.with_changes)
    for (const auto& [field, conflict] : compared.differences) {
      v1::FieldChange& change = imported.changes.emplace_back();
      change.set_field(field->name());
      change.set_catalogue(FieldAsJson(current, field));
      change.set_file(FieldAsJson(*incoming, field));
      if (base != nullptr) change.set_last_import(FieldAsJson(*base, field));
      change.set_conflict(conflict || untouchable);
    }
  if (compared.conflict || untouchable) {
    RETURN_IF_ERROR(Claim(target.key, "name", prefix));
    imported.outcome = v1::IMPORT_OUTCOME_CONFLICT;
    imported.name = target.name;
    return imported;
  }
  if (storage::IsDeleted(current)) {
    RETURN_IF_ERROR(Claim(target.key, "name", prefix));
    return ImportedItem{v1::IMPORT_OUTCOME_UNCHANGED, target.name, false, {}};
  }
  From from = From::kEditor;
  if (compared.takes && NoteImport(item, *incoming, *base, fields, *compared.merged)) from = From::kImport;
  ASSIGN_OR_RETURN(const Edited edited, Finish(*item.rules, target, std::move(compared.merged), from, prefix));
  std::vector<v1::FieldChange> changes = std::move(imported.changes);
  imported = Outcome(edited, v1::IMPORT_OUTCOME_UPDATED);
  if (imported.writes) imported.changes = std::move(changes);
  return imported;
}

bool EditSession::NoteImport(const ItemToImport& item, const Message& incoming, const Message& base,
                             const std::vector<const google::protobuf::FieldDescriptor*>& fields, Message& merged) {
  v1::Provenance& provenance = MutableProvenance(merged);
  provenance.Clear();
  provenance.MergeFrom(ProvenanceOf(incoming));
  NoteOrigin(item, provenance);
  const std::unique_ptr<Message> form = Copy(base);
  TakeFields(incoming, fields, *form);
  form->GetReflection()->ClearField(form.get(), Field(*form, "provenance"));
  // Editors may have changed fields that this file does not speak of, too: the next one may.
  if (SameButForProvenance(*form, merged)) return true;
  provenance.set_content_digest(ContentDigest(*form));
  provenance.set_imported_form(form->SerializeAsString());
  return false;
}

}  // namespace lectern::editing
