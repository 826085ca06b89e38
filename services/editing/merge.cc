#include "services/editing/merge.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/wire_format_lite.h"
#include "services/aip/violations.h"
#include "services/auth/secret.h"
#include "services/editing/field_behavior.h"
#include "services/editing/field_facts.h"
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

// Numbers of the fields that are not content, looked up once a thread.
const std::set<int>& NumbersBesideContent(const google::protobuf::Descriptor* type) {
  thread_local std::unordered_map<const google::protobuf::Descriptor*, std::set<int>> known;
  const auto [at, added] = known.try_emplace(type);
  for (int i = 0; added && i < type->field_count(); ++i)
    if (!IsContent(type->field(i))) at->second.insert(type->field(i)->number());
  return at->second;
}

std::unique_ptr<Message> Copy(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

}  // namespace

bool IsSettable(const FieldDescriptor* field) {
  return field->name() != "name" && field->number() < storage::kFirstStampField && !IsOutputOnly(field);
}

bool IsContent(const FieldDescriptor* field) { return IsSettable(field) && !Contains(kEditorial, field->name()); }

absl::Status Merge(const Message& incoming, const FieldMask& mask, EmptyMask empty, Message& current) {
  ASSIGN_OR_RETURN(const FieldMask resolved, Resolve(incoming, mask, empty));
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(incoming, resolved, options, &current);
  return absl::OkStatus();
}

void ClearOutputOnly(Message& record) {
  for (const FieldFacts& facts : FactsOf(record.GetDescriptor()))
    if (facts.output_only || facts.field->number() >= storage::kFirstStampField)
      record.GetReflection()->ClearField(&record, facts.field);
}

std::string ContentDigest(const Message& record) {
  using google::protobuf::internal::WireFormatLite;
  const std::set<int>& left_out = NumbersBesideContent(record.GetDescriptor());
  const std::string bytes = record.SerializeAsString();
  // Each field is serialised by itself, so that these are the bytes of a record without the others.
  std::string content;
  content.reserve(bytes.size());
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  for (int begin = 0;; begin = in.CurrentPosition()) {
    const uint32_t tag = in.ReadTag();
    if (tag == 0 || !WireFormatLite::SkipField(&in, tag)) break;
    if (!left_out.contains(WireFormatLite::GetTagFieldNumber(tag)))
      content.append(bytes, static_cast<size_t>(begin), static_cast<size_t>(in.CurrentPosition() - begin));
  }
  return absl::BytesToHexString(auth::Sha256(content));
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
