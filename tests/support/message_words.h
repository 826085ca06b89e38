// The words of a message, for tests that nothing of a text is lost.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

namespace lectern::testing {

// Appends all strings of a message, a space behind each, but for the raw text, which would hold everything by itself,
// and warnings.
inline void AppendTexts(const google::protobuf::Message& message, std::string* out) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "raw_text" || field->name() == "warnings") continue;
    const bool repeated = field->is_repeated();
    const int count = repeated ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
        *out +=
            (repeated ? reflection->GetRepeatedString(message, field, i) : reflection->GetString(message, field)) + " ";
      else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
        AppendTexts(
            repeated ? reflection->GetRepeatedMessage(message, field, i) : reflection->GetMessage(message, field), out);
    }
  }
}

// `word` without what is among `marks` at its ends.
inline std::string WithoutMarks(std::string_view word, std::string_view marks) {
  while (!word.empty() && marks.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && marks.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return std::string(word);
}

}  // namespace lectern::testing
