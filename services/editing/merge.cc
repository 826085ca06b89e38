#include "services/editing/merge.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/aip/violations.h"
#include "services/auth/secret.h"
#include "services/editing/field_behavior.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"

namespace lectern::editing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::FieldMaskUtil;

// Decided by editors, whatever a page says.
constexpr std::array<std::string_view, 14> kEditorial{
    "name",       "lifecycle",   "review",          "identity_risk", "redactions",
    "provenance", "verify_time", "editor_notes",    "content_notes", "content_notes_assessed",
    "link_state", "verified_by", "review_due_time", "themes"};

// Kept where a caller who replaces everything does not state them.
constexpr std::array<std::string_view, 4> kKeptUnlessStated{"lifecycle", "review", "identity_risk", "provenance"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsOutputOnly(const FieldDescriptor* field) { return HasBehavior(field, google::api::OUTPUT_ONLY); }

bool IsSettable(const FieldDescriptor* field) {
  return field->name() != "name" && field->number() < storage::kFirstStampField && !IsOutputOnly(field);
}

bool IsContent(const FieldDescriptor* field) { return IsSettable(field) && !Contains(kEditorial, field->name()); }

bool IsSet(const Message& message, const FieldDescriptor* field) {
  return field->is_repeated() ? message.GetReflection()->FieldSize(message, field) > 0
                              : message.GetReflection()->HasField(message, field);
}

std::vector<const FieldDescriptor*> Fields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) fields.push_back(message.GetDescriptor()->field(i));
  return fields;
}

// The mask to apply: known paths alone, without those that a caller cannot set.
absl::StatusOr<FieldMask> Resolve(const Message& incoming, const FieldMask& mask, EmptyMask empty) {
  FieldMask resolved;
  const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (mask.paths().empty() || all) {
    for (const FieldDescriptor* field : Fields(incoming)) {
      if (!IsSettable(field)) continue;
      if (!IsSet(incoming, field) &&
          ((!all && empty == EmptyMask::kSetFields) || Contains(kKeptUnlessStated, field->name())))
        continue;
      resolved.add_paths(field->name());
    }
    return resolved;
  }
  aip::Violations violations;
  for (const std::string& path : mask.paths()) {
    std::vector<const FieldDescriptor*> steps;
    // An empty path has no steps and no error.
    if (!FieldMaskUtil::GetFieldDescriptors(incoming.GetDescriptor(), path, &steps) || steps.empty())
      violations.Add("update_mask",
                     absl::StrCat("names `", path, "`, which ", incoming.GetDescriptor()->name(), " does not have"));
    else if (IsSettable(steps.front()))
      resolved.add_paths(path);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return resolved;
}

std::unique_ptr<Message> Copy(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

}  // namespace

absl::Status Merge(const Message& incoming, const FieldMask& mask, EmptyMask empty, Message& current) {
  ASSIGN_OR_RETURN(const FieldMask resolved, Resolve(incoming, mask, empty));
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(incoming, resolved, options, &current);
  return absl::OkStatus();
}

void ClearOutputOnly(Message& record) {
  for (const FieldDescriptor* field : Fields(record))
    if (IsOutputOnly(field) || field->number() >= storage::kFirstStampField)
      record.GetReflection()->ClearField(&record, field);
}

bool IsImported(const Message& record) {
  const auto* field = record.GetDescriptor()->FindFieldByName("provenance");
  if (field == nullptr || !IsSet(record, field)) return false;
  const Message& provenance = record.GetReflection()->GetMessage(record, field);
  const auto* operation = provenance.GetDescriptor()->FindFieldByName("operation");
  return !provenance.GetReflection()->GetString(provenance, operation).empty();
}

std::string ContentDigest(const Message& record) {
  const std::unique_ptr<Message> content = Copy(record);
  for (const FieldDescriptor* field : Fields(*content))
    if (!IsContent(field)) content->GetReflection()->ClearField(content.get(), field);
  return absl::BytesToHexString(auth::Sha256(content->SerializeAsString()));
}

void TakeImportedContent(const Message& incoming, Message& current) {
  FieldMask content;
  for (const FieldDescriptor* field : Fields(incoming))
    if (IsContent(field) || field->name() == "provenance") content.add_paths(field->name());
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(incoming, content, options, &current);
}

bool SameButForProvenance(const Message& a, const Message& b) {
  const std::unique_ptr<Message> left = Copy(a);
  const std::unique_ptr<Message> right = Copy(b);
  for (Message* message : {left.get(), right.get()}) {
    ClearOutputOnly(*message);
    if (const auto* field = message->GetDescriptor()->FindFieldByName("provenance"))
      message->GetReflection()->ClearField(message, field);
  }
  return left->SerializeAsString() == right->SerializeAsString();
}

}  // namespace lectern::editing
