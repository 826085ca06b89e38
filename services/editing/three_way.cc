#include "services/editing/three_way.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "lectern/v1/types.pb.h"
#include "services/aip/violations.h"
#include "services/editing/field_access.h"
#include "services/editing/merge.h"

namespace lectern::editing {
namespace {

bool IsSet(const Message& record, const FieldDescriptor* field) {
  const auto* reflection = record.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(record, field) > 0 : reflection->HasField(record, field);
}

// One field of `record`, which loses it.
std::unique_ptr<Message> TakeOut(Message& record, const FieldDescriptor* field) {
  std::unique_ptr<Message> alone(record.New());
  record.GetReflection()->SwapFields(&record, alone.get(), {field});
  return alone;
}

// The bytes of one field; empty where it is not set.
class FieldBytes {
 public:
  explicit FieldBytes(const Message& record) : record_(Copy(record)) {}
  std::string Of(const FieldDescriptor* field) const {
    return IsSet(*record_, field) ? TakeOut(*record_, field)->SerializeAsString() : std::string();
  }

 private:
  const std::unique_ptr<Message> record_;
};

// The items of a repeated field, each as bytes.
std::set<std::string> ItemsOf(const Message& record, const FieldDescriptor* field) {
  std::set<std::string> items;
  const auto* reflection = record.GetReflection();
  for (int i = 0; i < reflection->FieldSize(record, field); ++i) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      items.insert(reflection->GetRepeatedMessage(record, field, i).SerializeAsString());
    else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
      items.insert(reflection->GetRepeatedString(record, field, i));
  }
  return items;
}

void AppendItems(const Message& item, const FieldDescriptor* field, Message& current) {
  const std::set<std::string> known = ItemsOf(current, field);
  const auto* reflection = item.GetReflection();
  for (int i = 0; i < reflection->FieldSize(item, field); ++i) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Message& added = reflection->GetRepeatedMessage(item, field, i);
      if (!known.contains(added.SerializeAsString())) reflection->AddMessage(&current, field)->CopyFrom(added);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string added = reflection->GetRepeatedString(item, field, i);
      if (!known.contains(added)) reflection->AddString(&current, field, added);
    }
  }
}

// A draft that nobody has assessed is what every item is before somebody decides about it: the item says nothing then.
bool SaysNothing(const Message& item, const FieldDescriptor* field) {
  if (field->name() == "review") return EnumOf(item, "lifecycle") <= v1::LIFECYCLE_DRAFT;
  if (field->name() == "lifecycle") return EnumOf(item, "lifecycle") == v1::LIFECYCLE_DRAFT;
  return field->name() == "identity_risk" && EnumOf(item, "identity_risk") == v1::IDENTITY_RISK_NOT_ASSESSED;
}

}  // namespace

absl::StatusOr<std::vector<const FieldDescriptor*>> FieldsOfItem(const Message& item, const FieldMask& mask) {
  std::vector<const FieldDescriptor*> fields;
  const auto* descriptor = item.GetDescriptor();
  if (mask.paths().empty()) {
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      if (IsContent(field) ||
          (IsSettable(field) && field->name() != "provenance" && IsSet(item, field) && !SaysNothing(item, field)))
        fields.push_back(field);
    }
  }
  aip::Violations violations;
  for (const std::string& path : mask.paths()) {
    const FieldDescriptor* field = descriptor->FindFieldByName(path);
    if (field == nullptr)
      violations.Add("fields", absl::StrCat("names `", path, "`, which ", descriptor->name(), " does not have"));
    else if (IsSettable(field) && field->name() != "provenance")
      fields.push_back(field);
  }
  if (absl::Status known = violations.ToStatus(); !known.ok()) return known;
  std::sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->number() < b->number(); });
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

ThreeWay CompareThreeWays(const Message* base, const Message& item, const Message& current,
                          const std::vector<const FieldDescriptor*>& fields) {
  ThreeWay result;
  result.merged = Copy(current);
  const FieldBytes file(item), catalogue(current), last(base == nullptr ? item : *base);
  for (const FieldDescriptor* field : fields) {
    const std::string theirs = file.Of(field), ours = catalogue.Of(field), before = last.Of(field);
    if (theirs == ours) continue;
    const bool file_changed = base == nullptr || theirs != before;
    const bool editor_changed = base == nullptr || ours != before;
    const bool conflict = file_changed && editor_changed;
    result.differences.push_back({field, conflict});
    result.conflict |= conflict;
    if (!file_changed || conflict) {
      result.leaves = true;
      continue;
    }
    result.takes = true;
    result.merged->GetReflection()->ClearField(result.merged.get(), field);
    result.merged->MergeFromString(theirs);
  }
  return result;
}

std::string FieldAsJson(const Message& record, const FieldDescriptor* field) {
  const std::unique_ptr<Message> copy = Copy(record);
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = false;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(*TakeOut(*copy, field), &json, options);
  return status.ok() ? json : std::string("{}");
}

void Append(const Message& item, const std::vector<const FieldDescriptor*>& fields, Message& current) {
  for (const FieldDescriptor* field : fields) {
    if (!IsSet(item, field)) continue;
    if (field->is_repeated())
      AppendItems(item, field, current);
    else if (!IsSet(current, field))
      TakeFields(item, {field}, current);
  }
}

void TakeFields(const Message& item, const std::vector<const FieldDescriptor*>& fields, Message& current) {
  const std::unique_ptr<Message> copy = Copy(item);
  for (const FieldDescriptor* field : fields) current.GetReflection()->ClearField(&current, field);
  current.GetReflection()->SwapFields(&current, copy.get(), fields);
}

}  // namespace lectern::editing
