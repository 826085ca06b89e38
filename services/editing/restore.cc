// The changes that take a resource away and bring something back.
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/aip/resource_name.h"
#include "services/editing/edit_session.h"
#include "services/editing/field_access.h"
#include "services/editing/protection.h"
#include "services/editing/publication.h"
#include "services/editing/references.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/record_value.h"

namespace lectern::editing {
namespace {

constexpr absl::Duration kPurgeAfter = absl::Hours(24 * 30);

absl::Status Protected(const std::string& name, storage::Revision revision) {
  return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVISION_PROTECTED,
               absl::StrCat("something in ", name, " was withdrawn or redacted after revision ", revision,
                            ", which would come back: edit by hand what should return"));
}

absl::Status NotDeleted(const std::string& name) {
  return Fault(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_RESOURCE_EXISTS,
               absl::StrCat(name, " is not deleted"));
}

// Editors decide on these for the resource, not for one state of it.
void KeepDecisions(const Message& current, Message& restored) {
  const auto* reflection = current.GetReflection();
  for (const char* name : {"lifecycle", "identity_risk"})
    if (const auto* field = Field(current, name))
      reflection->SetEnumValue(&restored, field, reflection->GetEnumValue(current, field));
  for (const char* name : {"review", "verify_time", "review_due_time"}) {
    const auto* field = Field(current, name);
    if (field == nullptr) continue;
    reflection->ClearField(&restored, field);
    if (reflection->HasField(current, field))
      reflection->MutableMessage(&restored, field)->CopyFrom(reflection->GetMessage(current, field));
  }
  if (Field(current, "verified_by") != nullptr) SetText(restored, "verified_by", Text(current, "verified_by"));
  HideThrough(HiddenThrough(current), restored);
}

}  // namespace

absl::StatusOr<EditSession::Target> EditSession::FindByName(const ResourceRules& rules, const std::string& name,
                                                            const std::string& etag) const {
  const std::optional<std::string> key = rules.kind->KeyOf(name);
  if (!key) return aip::BadName(*rules.kind, "name");
  Target target{name, *key, {}};
  ASSIGN_OR_RETURN(target.old, storage::ReadRecord(snapshot_, *rules.kind, *key));
  if (!target.old) return aip::NotFound(*rules.kind, name);
  RETURN_IF_ERROR(CheckEtag(identity_, name, etag, target.old->revision));
  return target;
}

absl::StatusOr<EditSession::Target> EditSession::FindLive(const ResourceRules& rules, const std::string& name,
                                                          const std::string& etag) const {
  ASSIGN_OR_RETURN(Target target, FindByName(rules, name, ""));
  if (storage::IsDeleted(*target.old->message)) return aip::NotFound(*rules.kind, name);
  RETURN_IF_ERROR(CheckEtag(identity_, name, etag, target.old->revision));
  return target;
}

absl::StatusOr<Edited> EditSession::Delete(const ResourceRules& rules, const std::string& name,
                                           const std::string& etag) {
  ASSIGN_OR_RETURN(const Target target, FindLive(rules, name, etag));
  if (rules.kept_while_named) {
    ASSIGN_OR_RETURN(const int64_t count, CountNaming(snapshot_, name));
    if (count > 0) return InUse(name, count);
  }
  std::unique_ptr<Message> deleted = Copy(*target.old->message);
  SetTime(*deleted, "delete_time", now_);
  SetTime(*deleted, "purge_time", now_ + kPurgeAfter);
  return Write(rules, target, std::move(deleted));
}

absl::StatusOr<Edited> EditSession::Undelete(const ResourceRules& rules, const std::string& name,
                                             const std::string& etag) {
  ASSIGN_OR_RETURN(const Target target, FindByName(rules, name, etag));
  const Message& old = *target.old->message;
  if (storage::IsExpunged(old))
    return aip::Expunged(absl::StatusCode::kFailedPrecondition, *rules.kind, name, target.old->time);
  if (!storage::IsDeleted(old)) return NotDeleted(name);
  aip::Violations missing;
  RETURN_IF_ERROR(CheckReferences(*this, old, nullptr, missing));
  RETURN_IF_ERROR(missing.ToStatus(v1::ERROR_REASON_REFERENCE_NOT_FOUND));
  std::unique_ptr<Message> restored = Copy(old);
  for (const char* time : {"delete_time", "purge_time"})
    restored->GetReflection()->ClearField(restored.get(), Field(*restored, time));
  return Write(rules, target, std::move(restored));
}

absl::StatusOr<Edited> EditSession::Rollback(const ResourceRules& rules, const std::string& name,
                                             storage::Revision revision, const std::string& etag) {
  ASSIGN_OR_RETURN(const Target target, FindLive(rules, name, etag));
  if (revision > snapshot_.revision()) return aip::NotFound(*rules.kind, absl::StrCat(name, "@", revision));
  if (revision <= 0) return aip::FieldFault(v1::ERROR_REASON_FIELD_INVALID, "revision", "is no revision");
  ASSIGN_OR_RETURN(const std::vector<storage::Value> states, snapshot_.Versions(target.key, revision + 1, 1));
  if (states.empty() || states.front().revision() != revision)
    return aip::NotFound(*rules.kind, absl::StrCat(name, "@", revision));
  if (revision <= HiddenThrough(*target.old->message)) return Protected(name, revision);
  ASSIGN_OR_RETURN(std::unique_ptr<Message> restored, storage::ParseRecord(*rules.kind, states.front().bytes()));
  // The review of now is no review of what nobody has seen.
  if (EnumOf(*target.old->message, "lifecycle") == v1::LIFECYCLE_PUBLISHED && !storage::VisibleToReaders(*restored))
    return Protected(name, revision);
  if (storage::IsDeleted(*restored))
    for (const char* time : {"delete_time", "purge_time"})
      restored->GetReflection()->ClearField(restored.get(), Field(*restored, time));
  KeepDecisions(*target.old->message, *restored);
  return Finish(rules, target, std::move(restored), From::kHistory, "");
}

absl::StatusOr<Edited> EditSession::Publish(const ResourceRules& rules, const std::string& name,
                                            const std::string& prefix) {
  ASSIGN_OR_RETURN(const Target target, FindLive(rules, name, ""));
  std::unique_ptr<Message> published = Copy(*target.old->message);
  // Only drafts are published along the way; who asks for it by name means what was withdrawn as well.
  if (EnumOf(*published, "lifecycle") == v1::LIFECYCLE_WITHDRAWN)
    published->GetReflection()->SetEnumValue(published.get(), Field(*published, "lifecycle"), v1::LIFECYCLE_DRAFT);
  return Finish(rules, target, std::move(published), From::kEditor, prefix);
}

absl::StatusOr<Edited> EditSession::Redact(const ResourceRules& rules, const std::string& name, const std::string& etag,
                                           const MakeRedacted& make) {
  ASSIGN_OR_RETURN(const Target target, FindLive(rules, name, etag));
  std::unique_ptr<Message> redacted = Copy(*target.old->message);
  RETURN_IF_ERROR(make(*redacted));
  HideThrough(target.old->revision, *redacted);
  return Write(rules, target, std::move(redacted));
}

absl::StatusOr<Edited> EditSession::Withdraw(const ResourceRules& rules, const std::string& name,
                                             const v1::Review& review, const std::string& prefix) {
  ASSIGN_OR_RETURN(const Target target, FindLive(rules, name, ""));
  if (EnumOf(*target.old->message, "lifecycle") != v1::LIFECYCLE_PUBLISHED)
    return Unwritten(name, v1::UPSERT_OUTCOME_UNCHANGED, target.old->revision);
  RETURN_IF_ERROR(Claim(target.key, "name", prefix));
  std::unique_ptr<Message> withdrawn = Copy(*target.old->message);
  const auto* reflection = withdrawn->GetReflection();
  reflection->SetEnumValue(withdrawn.get(), Field(*withdrawn, "lifecycle"), v1::LIFECYCLE_WITHDRAWN);
  reflection->MutableMessage(withdrawn.get(), Field(*withdrawn, "review"))->CopyFrom(review);
  // Unchecked: nothing that is wrong with a text may keep it before its readers.
  HideThrough(target.old->revision, *withdrawn);
  return Write(rules, target, std::move(withdrawn));
}

}  // namespace lectern::editing
