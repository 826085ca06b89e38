#include "services/editing/references.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/api/resource.pb.h"
#include "services/editing/field_behavior.h"
#include "storage/engine/fault.h"
#include "storage/records/kinds.h"
#include "storage/records/record_reader.h"
#include "storage/records/record_value.h"

namespace lectern::editing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::string_view kEntryType = "lectern/Entry";
constexpr size_t kMaxRevisionDigits = 18;

// "entries/a" of "entries/a@12"; anything else stays whole.
std::string_view WithoutRevision(std::string_view type, std::string_view name) {
  const size_t at = name.find('@');
  if (type != kEntryType || at == std::string_view::npos) return name;
  const std::string_view revision = name.substr(at + 1);
  const bool digits = !revision.empty() && revision.size() <= kMaxRevisionDigits &&
                      revision.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? name.substr(0, at) : name;
}

struct Reference {
  std::string path;
  std::string key;
};

void Collect(const Message& message, const std::string& prefix, std::vector<Reference>& found) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (HasBehavior(field, google::api::OUTPUT_ONLY)) continue;  // the server's own facts
    const bool refers = field->options().HasExtension(google::api::resource_reference);
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!refers && !nested) continue;
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const std::string path =
          field->is_repeated() ? absl::StrCat(prefix, field->name(), "[", i, "]") : absl::StrCat(prefix, field->name());
      if (nested) {
        Collect(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                     : reflection->GetMessage(message, field),
                path + ".", found);
        continue;
      }
      const std::string name = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                    : reflection->GetString(message, field);
      const std::string& type = field->options().GetExtension(google::api::resource_reference).type();
      const auto* kind = KindOfReference(type, name);
      if (kind != nullptr) found.push_back({path, kind->KeyOf(WithoutRevision(type, name)).value()});
    }
  }
}

}  // namespace

const storage::RecordKind* KindOfReference(std::string_view type, std::string_view name) {
  for (const storage::RecordKind* kind : storage::AllRecordKinds()) {
    const auto& resource = kind->prototype->GetDescriptor()->options().GetExtension(google::api::resource);
    if (resource.type() != type) continue;
    return kind->KeyOf(WithoutRevision(type, name)) ? kind : nullptr;
  }
  return nullptr;
}

absl::StatusOr<int64_t> CountNaming(const storage::Snapshot& snapshot, const std::string& name) {
  int64_t count = 0;
  for (const storage::RecordKind* kind : storage::AllRecordKinds()) {
    const storage::IndexDefinition* index = kind->ReferenceIndex();
    if (index == nullptr) continue;
    ASSIGN_OR_RETURN(const int64_t naming, storage::CountRecords(snapshot, *index, storage::Scope::kEditors, {name}));
    count += naming;
  }
  return count;
}

absl::Status InUse(const std::string& name, int64_t count) {
  return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_RESOURCE_IN_USE,
               absl::StrCat(name, " is named by ", count, " other resources; change or delete them first"),
               {{"count", absl::StrCat(count)}});
}

absl::Status CheckReferences(const storage::Snapshot& snapshot, const Message& record, const Message* old,
                             storage::RecordBatch& batch, aip::Violations& violations) {
  std::vector<Reference> before, references;
  if (old != nullptr) Collect(*old, "", before);
  std::set<std::string> known;
  for (const Reference& reference : before) known.insert(reference.key);
  Collect(record, "", references);
  std::erase_if(references, [&](const Reference& reference) { return known.contains(reference.key); });
  std::vector<std::string> keys;
  for (const Reference& reference : references) keys.push_back(reference.key);
  if (keys.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto values, snapshot.MultiGet(keys));
  for (size_t i = 0; i < references.size(); ++i) {
    if (!values[i]) {
      violations.Add(references[i].path, "names a resource that does not exist; create it first");
      continue;
    }
    ASSIGN_OR_RETURN(const storage::RecordView named, storage::RecordView::Parse(values[i]->bytes()));
    if (named.deleted()) violations.Add(references[i].path, "names a resource that is deleted");
    batch.Require(keys[i], values[i]->revision());
  }
  return absl::OkStatus();
}

}  // namespace lectern::editing
