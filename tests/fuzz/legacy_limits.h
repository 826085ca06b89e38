#pragma once
// The limits that the contract states in its options, for fuzzers: aborts where a message is over one.

#include <cstdlib>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "lectern/v1/limits.pb.h"

namespace lectern::fuzz {

inline void RequireLimits(const google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const v1::Limits& limits = field->options().GetExtension(v1::limits);
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    if (field->is_repeated() && count > (limits.max_items() > 0 ? limits.max_items() : 64)) std::abort();
    const size_t longest = limits.max_bytes() > 0 ? static_cast<size_t>(limits.max_bytes()) : 1024;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        RequireLimits(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                           : reflection->GetMessage(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        const std::string text = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                      : reflection->GetString(message, field);
        if (text.size() > longest) std::abort();
        if (field->is_repeated() && text.empty() && !limits.empty_items()) std::abort();
      }
    }
  }
}

}  // namespace lectern::fuzz
