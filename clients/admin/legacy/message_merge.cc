#include "clients/admin/legacy/message_merge.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "clients/admin/legacy/source_key.h"

namespace lectern::legacy {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool HasOwnRules(std::string_view field) {
  constexpr std::array<std::string_view, 7> kNames = {"name",        "source_key", "rank",    "provenance",
                                                      "title_lines", "accesses",   "passages"};
  return std::find(kNames.begin(), kNames.end(), field) != kNames.end();
}

// Strings of `second` that `first` lacks go behind the one that they stand behind there.
void UniteStrings(const Message& second, const FieldDescriptor* field, Message* first) {
  const Reflection* reflection = first->GetReflection();
  std::vector<std::string> united;
  for (int i = 0; i < reflection->FieldSize(*first, field); ++i) {
    united.push_back(reflection->GetRepeatedString(*first, field, i));
  }
  size_t behind = 0;
  for (int i = 0; i < reflection->FieldSize(second, field); ++i) {
    std::string text = reflection->GetRepeatedString(second, field, i);
    const auto same = std::find_if(united.begin(), united.end(), [&](const std::string& other) {
      return NormaliseForKey(other) == NormaliseForKey(text);
    });
    if (same != united.end()) {
      behind = static_cast<size_t>(same - united.begin()) + 1;
    } else {
      united.insert(united.begin() + static_cast<std::ptrdiff_t>(behind++), std::move(text));
    }
  }
  reflection->ClearField(first, field);
  for (std::string& text : united) reflection->AddString(first, field, std::move(text));
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0 : reflection->HasField(message, field);
}

// The field's value, in the same words for the same value.
std::string ValueText(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return reflection->GetString(message, field);
  }
  if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return reflection->GetMessage(message, field).ShortDebugString();
  }
  std::string text;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      text += (i == 0 ? "" : "; ") + reflection->GetRepeatedMessage(message, field, i).ShortDebugString();
    }
  } else if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    text = reflection->GetEnum(message, field)->name();
  }
  return text;
}

void Copy(const Message& second, const FieldDescriptor* field, Message* first) {
  const Reflection* reflection = first->GetReflection();
  const std::unique_ptr<Message> copy(second.New());
  copy->CopyFrom(second);
  reflection->SwapFields(first, copy.get(), {field});
}

}  // namespace

std::vector<FieldDifference> MergeFields(const Message& second, Message* first) {
  std::vector<FieldDifference> differences;
  std::vector<const FieldDescriptor*> fields;
  second.GetReflection()->ListFields(second, &fields);
  for (const FieldDescriptor* field : fields) {
    if (HasOwnRules(field->name())) continue;
    if (!IsSet(*first, field)) {
      Copy(second, field, first);
    } else if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      UniteStrings(second, field, first);
    } else {
      std::string here = ValueText(*first, field);
      std::string there = ValueText(second, field);
      if (NormaliseForKey(here) == NormaliseForKey(there)) continue;
      differences.push_back({field->name(), std::move(here), std::move(there)});
    }
  }
  return differences;
}

}  // namespace lectern::legacy
