#include "services/editing/protection.h"

#include <set>
#include <string>
#include <vector>

#include "lectern/v1/entry.pb.h"
#include "lectern/v1/teacher_resource.pb.h"
#include "services/editing/field_access.h"

namespace lectern::editing {
namespace {

using google::protobuf::Message;

constexpr char kHiddenThrough[] = "hidden_through_revision";

std::vector<std::string> Redactions(const Message& record) {
  std::vector<std::string> redactions;
  const auto* field = Field(record, "redactions");
  for (int i = 0; field != nullptr && i < record.GetReflection()->FieldSize(record, field); ++i)
    redactions.push_back(record.GetReflection()->GetRepeatedMessage(record, field, i).SerializeAsString());
  return redactions;
}

bool IsUnsafe(int link_state) { return link_state == v1::LINK_STATE_HIJACKED || link_state == v1::LINK_STATE_WITHHELD; }

bool IsRisk(int identity_risk) {
  return identity_risk == v1::IDENTITY_RISK_NAMED || identity_risk == v1::IDENTITY_RISK_IDENTIFIABLE;
}

std::set<std::string> EducatorsParts(const Message& record) {
  std::set<std::string> parts;
  if (record.GetDescriptor() != v1::TeacherResource::descriptor()) return parts;
  for (const v1::ResourcePart& part : static_cast<const v1::TeacherResource&>(record).parts())
    if (part.audience() == v1::AUDIENCE_EDUCATORS) parts.insert(part.body());
  return parts;
}

}  // namespace

bool TakesFromReaders(const Message& old, const Message& updated) {
  if (Field(old, kHiddenThrough) == nullptr) return false;
  if (EnumOf(old, "lifecycle") == v1::LIFECYCLE_PUBLISHED && EnumOf(updated, "lifecycle") != v1::LIFECYCLE_PUBLISHED)
    return true;
  if (Redactions(old) != Redactions(updated)) return true;
  if (IsRisk(EnumOf(updated, "identity_risk")) && EnumOf(old, "identity_risk") != EnumOf(updated, "identity_risk"))
    return true;
  if (IsUnsafe(EnumOf(updated, "link_state")) && !IsUnsafe(EnumOf(old, "link_state"))) return true;
  // What educators alone get now may have stood anywhere before, in other words.
  const std::set<std::string> were_for_educators = EducatorsParts(old);
  for (const std::string& part : EducatorsParts(updated))
    if (!were_for_educators.contains(part)) return true;
  return false;
}

void HideThrough(storage::Revision revision, Message& record) {
  if (const auto* field = Field(record, kHiddenThrough)) record.GetReflection()->SetInt64(&record, field, revision);
}

storage::Revision HiddenThrough(const Message& record) {
  const auto* field = Field(record, kHiddenThrough);
  return field == nullptr ? 0 : record.GetReflection()->GetInt64(record, field);
}

}  // namespace lectern::editing
