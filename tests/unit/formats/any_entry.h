// Entries of odd texts, for round trips.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "lectern/v1/entry.pb.h"
#include "rapidcheck.h"

namespace lectern::formats {

// A text made of signs that mean something in some format.
inline std::string AnyText(bool may_be_empty = true) {
  static const std::vector<std::string> kParts = {
      "a",       "B",     "7",       " ",     "\t",       "\n",    "\r",  "\r\n",     "|",   "\\",      ",",
      "(",       ")",     "\"",      "'",     "=",        "-",     "@",   "+",        "é",   "语",      "😀",
      "label: ", "text:", "text:\n", "[27] ", "32. ",     "\\n",   "\\s", "heading:", " | ", "{",       "}",
      "%",       "#",     "null",    "\n\n",  "(editor)", " (UK)", "*",   "/",        ":",   "\xC2\xA0"};
  const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kParts));
  std::string text;
  for (const std::string& part : parts) text += part;
  if (text.empty() && !may_be_empty) text = "x";
  return text;
}

// Fills some fields of `message`, whatever they are. Lists have no empty items.
inline void FillSome(google::protobuf::Message* message, int depth = 0) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  if (auto* time = google::protobuf::DynamicCastToGenerated<google::protobuf::Timestamp>(message)) {
    time->set_seconds(*rc::gen::inRange<int64_t>(-62135596800, 253402300799));
    time->set_nanos(*rc::gen::elementOf(std::vector<int>{0, 1, 500000000, 123456000, 999999999}));
    return;
  }
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->field(i);
    if (*rc::gen::inRange(0, 3) != 0) continue;
    if (field->containing_oneof() != nullptr && reflection.HasOneof(*message, field->containing_oneof())) continue;
    const int count = field->is_repeated() ? *rc::gen::inRange(0, 4) : 1;
    for (int n = 0; n < count; ++n) {
      const bool many = field->is_repeated();
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING: {
          const std::string text = AnyText(!many);
          many ? reflection.AddString(message, field, text) : reflection.SetString(message, field, text);
          break;
        }
        case FieldDescriptor::CPPTYPE_ENUM: {
          const int value =
              field->enum_type()->value(*rc::gen::inRange(0, field->enum_type()->value_count()))->number();
          many ? reflection.AddEnumValue(message, field, value) : reflection.SetEnumValue(message, field, value);
          break;
        }
        case FieldDescriptor::CPPTYPE_BOOL:
          reflection.SetBool(message, field, *rc::gen::arbitrary<bool>());
          break;
        case FieldDescriptor::CPPTYPE_INT32:
          reflection.SetInt32(message, field, *rc::gen::arbitrary<int32_t>());
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          reflection.SetInt64(message, field, *rc::gen::arbitrary<int64_t>());
          break;
        case FieldDescriptor::CPPTYPE_FLOAT:
          reflection.SetFloat(message, field, *rc::gen::arbitrary<float>());
          break;
        case FieldDescriptor::CPPTYPE_MESSAGE:
          if (depth < 4)
            FillSome(many ? reflection.AddMessage(message, field) : reflection.MutableMessage(message, field),
                     depth + 1);
          break;
        default:
          break;
      }
    }
  }
}

}  // namespace lectern::formats
