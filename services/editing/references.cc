#include "services/editing/references.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/api/resource.pb.h"
#include "services/editing/edit_session.h"
#include "services/editing/field_facts.h"
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
constexpr size_t kMostLive = 10'000;

// "entries/a" of "entries/a@12"; anything else stays whole.
std::string_view WithoutRevision(std::string_view type, std::string_view name) {
  const size_t at = name.find('@');
  if (type != kEntryType || at == std::string_view::npos) return name;
  const std::string_view revision = name.substr(at + 1);
  const bool digits = !revision.empty() && revision.size() <= kMaxRevisionDigits &&
                      revision.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? name.substr(0, at) : name;
}

void Collect(const Message& message, const FieldStep* outer, std::vector<Reference>& found) {
  const auto* reflection = message.GetReflection();
  for (const FieldFacts& facts : FactsOf(message.GetDescriptor())) {
    const FieldDescriptor* field = facts.field;
    if (facts.output_only) continue;  // the server's own facts
    const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (facts.reference == nullptr && !nested) continue;
    const bool repeated = field->is_repeated();
    if (!repeated && !reflection->HasField(message, field)) continue;
    const int size = repeated ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const FieldStep step{outer, field, repeated ? i : -1};
      if (nested) {
        Collect(repeated ? reflection->GetRepeatedMessage(message, field, i) : reflection->GetMessage(message, field),
                &step, found);
        continue;
      }
      const std::string name =
          repeated ? reflection->GetRepeatedString(message, field, i) : reflection->GetString(message, field);
      const auto* kind = KindOfReference(*facts.reference, name);
      if (kind != nullptr) found.push_back({step.Path(), kind->KeyOf(WithoutRevision(*facts.reference, name)).value()});
    }
  }
}

}  // namespace

absl::Status NamedRecords::Read(const std::vector<Reference>& references) {
  std::vector<std::string> keys;
  for (const Reference& reference : references)
    if (states_.try_emplace(reference.key).second) keys.push_back(reference.key);
  if (keys.empty()) return absl::OkStatus();
  const auto read = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto values, snapshot_.MultiGet(keys));
    for (size_t i = 0; i < keys.size(); ++i) {
      if (!values[i]) continue;
      ASSIGN_OR_RETURN(const storage::RecordView named, storage::RecordView::Parse(values[i]->bytes()));
      states_[keys[i]] = State{values[i]->revision(), named.deleted()};
    }
    return absl::OkStatus();
  };
  absl::Status outcome = read();
  if (!outcome.ok())
    for (const std::string& key : keys) states_.erase(key);
  return outcome;
}

const NamedRecords::State* NamedRecords::Find(const std::string& key) const {
  const auto found = states_.find(key);
  return found == states_.end() || !found->second ? nullptr : &*found->second;
}

NamedRecords::States NamedRecords::Live() const {
  States live;
  for (const auto& [key, state] : states_)
    if (state && !state->deleted && live.size() < kMostLive) live.emplace(key, *state);
  return live;
}

const storage::RecordKind* KindOfReference(std::string_view type, std::string_view name) {
  static const std::map<std::string, const storage::RecordKind*, std::less<>> kinds = [] {
    std::map<std::string, const storage::RecordKind*, std::less<>> by_type;
    for (const storage::RecordKind* kind : storage::AllRecordKinds())
      by_type.emplace(kind->prototype->GetDescriptor()->options().GetExtension(google::api::resource).type(), kind);
    return by_type;
  }();
  const auto found = kinds.find(type);
  return found != kinds.end() && found->second->KeyOf(WithoutRevision(type, name)) ? found->second : nullptr;
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

absl::Status CheckReferences(EditSession& session, const Message& record, const Message* old,
                             aip::Violations& violations) {
  std::vector<Reference> before, references;
  if (old != nullptr) Collect(*old, nullptr, before);
  std::set<std::string> known;
  for (const Reference& reference : before) known.insert(reference.key);
  Collect(record, nullptr, references);
  std::erase_if(references, [&](const Reference& reference) { return known.contains(reference.key); });
  RETURN_IF_ERROR(session.named().Read(references));
  for (const Reference& reference : references) {
    const NamedRecords::State* state = session.named().Find(reference.key);
    if (state == nullptr) {
      if (!session.WillBeThere(reference.key))
        violations.Add(reference.path, "names a resource that does not exist; create it first");
      continue;
    }
    if (state->deleted) violations.Add(reference.path, "names a resource that is deleted");
    session.batch().Require(reference.key, state->revision);
  }
  return absl::OkStatus();
}

}  // namespace lectern::editing
