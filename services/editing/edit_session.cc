#include "services/editing/edit_session.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "services/auth/secret.h"
#include "services/editing/field_access.h"
#include "services/editing/field_rules.h"
#include "services/editing/protection.h"
#include "services/editing/publication.h"
#include "services/editing/references.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/engine/timestamp.h"
#include "storage/records/kinds.h"
#include "storage/records/record_value.h"
#include "storage/records/redaction.h"

namespace lectern::editing {
namespace {

v1::Provenance* MutableProvenance(Message& record) {
  return static_cast<v1::Provenance*>(
      record.GetReflection()->MutableMessage(&record, record.GetDescriptor()->FindFieldByName("provenance")));
}

absl::Status Exists(const storage::RecordKind& kind, const std::string& name) {
  absl::Status status = Fault(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_RESOURCE_EXISTS,
                              absl::StrCat(name, " exists already; update it, or leave the name and source_key out"));
  google::rpc::ResourceInfo info;
  info.set_resource_type(aip::ResourceType(kind));
  info.set_resource_name(name);
  AddDetail(status, info);
  return status;
}

bool RedactionsArePlain(const Message& record) {
  const auto* field = Field(record, "redactions");
  for (int i = 0; field != nullptr && i < record.GetReflection()->FieldSize(record, field); ++i) {
    const auto& redaction =
        static_cast<const v1::Redaction&>(record.GetReflection()->GetRepeatedMessage(record, field, i));
    if (!IsPlainText(redaction.replacement())) return false;
  }
  return true;
}

// The name with a new id in the place that the server fills.
std::string NewName(const storage::RecordKind& kind, const std::string& name) {
  if (!name.empty()) return absl::StrCat(name.substr(0, name.size() - 1), auth::RandomId());
  return absl::StrCat(Absl(kind.pattern.front()), "/", auth::RandomId());
}

}  // namespace

Edited Unwritten(const std::string& name, v1::UpsertOutcome outcome, storage::Revision revision) {
  Edited edited;
  edited.result.set_name(name);
  edited.result.set_outcome(outcome);
  edited.result.set_revision(revision);
  return edited;
}

absl::Status CheckEtag(const storage::StoreIdentity& identity, const std::string& name, const std::string& etag,
                       storage::Revision revision) {
  if (etag.empty() || etag == storage::Etag(identity, revision)) return absl::OkStatus();
  return Fault(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
               absl::StrCat(name, " has changed since it was read: read it again and decide anew"),
               {{"resource", name}});
}

// A name that means one thing in the world, such as a country's, is free again once what bore it was erased.
bool EditSession::IsFree(const ResourceRules& rules, const Target& target) {
  return !rules.server_ids && target.old && storage::IsExpunged(*target.old->message);
}

absl::StatusOr<EditSession::Target> EditSession::Find(const ResourceRules& rules, const Message& incoming,
                                                      const std::string& prefix) const {
  const storage::RecordKind& kind = *rules.kind;
  Target target;
  target.name = Text(incoming, "name");
  const bool chosen_here =
      rules.server_ids && (target.name.ends_with("/-") || (target.name.empty() && kind.pattern.size() == 2));
  std::optional<std::string> key;
  if (chosen_here) {
    const std::string source_key = Text(incoming, "source_key");
    if (const auto* index = kind.FindIndex(storage::kBySourceKey); index != nullptr && !source_key.empty()) {
      ASSIGN_OR_RETURN(key, storage::FindUnique(snapshot_, *index, source_key));
    }
    target.name = key ? kind.NameOf(*key).value_or("") : NewName(kind, target.name);
  }
  if (!key) key = kind.KeyOf(target.name);
  if (!key) {
    aip::Violations violations(prefix);
    violations.Add(
        "name", absl::StrCat("is no name of the form ", kind.NamePattern(), ", ids being 1 to 63 of a-z, 0-9 and -"));
    return violations.ToStatus();
  }
  target.key = *std::move(key);
  ASSIGN_OR_RETURN(target.old, storage::ReadRecord(snapshot_, kind, target.key));
  return target;
}

absl::StatusOr<Edited> EditSession::Create(const ResourceRules& rules, const Message& incoming,
                                           const std::string& prefix) {
  ASSIGN_OR_RETURN(const Target target, Find(rules, incoming, prefix));
  if (target.old && !IsFree(rules, target)) return Exists(*rules.kind, target.name);
  return CreateAt(rules, target, incoming, prefix);
}

absl::StatusOr<Edited> EditSession::CreateAt(const ResourceRules& rules, const Target& target, const Message& incoming,
                                             const std::string& prefix) {
  std::unique_ptr<Message> created = Copy(incoming);
  ClearOutputOnly(*created);
  return Finish(rules, target, std::move(created), From::kEditor, prefix);
}

absl::StatusOr<Edited> EditSession::Update(const ResourceRules& rules, const Message& incoming, const FieldMask& mask,
                                           bool allow_missing, const std::string& prefix) {
  if (const std::string name = Text(incoming, "name"); name.empty() || name.ends_with("/-")) {
    aip::Violations violations(prefix);
    violations.Add("name", "is required");
    return violations.ToStatus();
  }
  ASSIGN_OR_RETURN(const Target target, Find(rules, incoming, prefix));
  if (allow_missing && (!target.old || IsFree(rules, target))) {
    RETURN_IF_ERROR(CheckEtag(identity_, target.name, Text(incoming, "etag"), 0));
    return CreateAt(rules, target, incoming, prefix);
  }
  if (!target.old || storage::IsDeleted(*target.old->message)) return aip::NotFound(*rules.kind, target.name);
  RETURN_IF_ERROR(CheckEtag(identity_, target.name, Text(incoming, "etag"), target.old->revision));
  std::unique_ptr<Message> updated = Copy(*target.old->message);
  RETURN_IF_ERROR(Merge(incoming, mask, EmptyMask::kSetFields, *updated));
  return Finish(rules, target, std::move(updated), From::kEditor, prefix);
}

absl::StatusOr<Edited> EditSession::Upsert(const ResourceRules& rules, const Message& incoming, const FieldMask& mask,
                                           const std::string& prefix) {
  ASSIGN_OR_RETURN(const Target target, Find(rules, incoming, prefix));
  if (!target.old || IsFree(rules, target)) {
    RETURN_IF_ERROR(CheckEtag(identity_, target.name, Text(incoming, "etag"), 0));
    return CreateAt(rules, target, incoming, prefix);
  }
  RETURN_IF_ERROR(CheckEtag(identity_, target.name, Text(incoming, "etag"), target.old->revision));
  if (storage::IsDeleted(*target.old->message)) return aip::NotFound(*rules.kind, target.name);
  std::unique_ptr<Message> updated = Copy(*target.old->message);
  RETURN_IF_ERROR(Merge(incoming, mask, EmptyMask::kAll, *updated));
  return Finish(rules, target, std::move(updated), From::kEditor, prefix);
}

absl::StatusOr<Edited> EditSession::Finish(const ResourceRules& rules, const Target& target,
                                           std::unique_ptr<Message> updated, From from, const std::string& prefix) {
  RETURN_IF_ERROR(Claim(target.key, "name", prefix));
  if (const std::string source_key = Text(*updated, "source_key"); !source_key.empty()) {
    RETURN_IF_ERROR(Claim(absl::StrCat(Absl(rules.kind->plural), "\n", source_key), "source_key", prefix));
    std::optional<std::string> holder;
    if (!surely_new_) {
      ASSIGN_OR_RETURN(holder,
                       storage::FindUnique(snapshot_, *rules.kind->FindIndex(storage::kBySourceKey), source_key));
    }
    if (holder && *holder != target.key) return Exists(*rules.kind, rules.kind->NameOf(*holder).value_or(""));
  }
  SetText(*updated, "name", target.name);
  aip::Violations violations(prefix);
  const Message* old = target.old ? target.old->message.get() : nullptr;
  if (rules.complete != nullptr) RETURN_IF_ERROR(rules.complete(*this, *updated, old, violations));
  if (from == From::kImport) MutableProvenance(*updated)->set_content_digest(ContentDigest(*updated));
  FillDefaults(*updated);
  if (publication_ != nullptr && publishes_) editing::Publish(*publication_, now_, *updated);
  if (!surely_new_) CheckFields(*updated, violations);
  RETURN_IF_ERROR(violations.ToStatus());
  aip::Violations missing(prefix);
  RETURN_IF_ERROR(CheckReferences(*this, *updated, old, missing));
  RETURN_IF_ERROR(missing.ToStatus(v1::ERROR_REASON_REFERENCE_NOT_FOUND));
  if (old != nullptr && from != From::kHistory && storage::RedactionsAreStale(*old, *updated))
    violations.Add("redactions", "were made for another text: send them together with the new one");
  if (!RedactionsArePlain(*updated)) violations.Add("redactions", "replace by control characters or markup");
  if (storage::HasRedactions(*updated))
    if (absl::Status fits = storage::ApplyRedactions(*Copy(*updated)); !fits.ok())
      violations.Add("redactions", std::string(fits.message()));
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(CheckCleared(now_, *updated));
  if (old != nullptr && SameButForProvenance(*old, *updated))
    return Unwritten(target.name, v1::UPSERT_OUTCOME_UNCHANGED, target.old->revision);
  if (old != nullptr && TakesFromReaders(*old, *updated)) HideThrough(target.old->revision, *updated);
  return Write(rules, target, std::move(updated));
}

absl::StatusOr<Edited> EditSession::Write(const ResourceRules& rules, const Target& target,
                                          std::unique_ptr<Message> updated) {
  RETURN_IF_ERROR(check_alone_ ? storage::CheckStorable(*rules.kind, *updated)
                               : batch_.Put(*rules.kind, target.key, target.old ? &*target.old : nullptr, *updated));
  if (!storage::IsDeleted(*updated)) written_.insert(target.key);
  Edited edited = Unwritten(target.name, target.old ? v1::UPSERT_OUTCOME_UPDATED : v1::UPSERT_OUTCOME_CREATED, 0);
  edited.record = std::move(updated);
  return edited;
}

absl::Status EditSession::Claim(const std::string& what, const std::string& field, const std::string& prefix) {
  if (claimed_.insert(what).second) return absl::OkStatus();
  aip::Violations violations(prefix);
  violations.Add(field, "is that of another item of this request too");
  return violations.ToStatus();
}

}  // namespace lectern::editing
