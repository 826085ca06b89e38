// Fields that most kinds have, by name: what is alike in all of them is written once.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "storage/engine/timestamp.h"

namespace lectern::editing {

// Null where the kind has no such field.
inline const google::protobuf::FieldDescriptor* Field(const google::protobuf::Message& record, const char* name) {
  return record.GetDescriptor()->FindFieldByName(name);
}

// Empty where the kind has no such field.
inline std::string Text(const google::protobuf::Message& record, const char* name) {
  const auto* field = Field(record, name);
  return field == nullptr ? std::string() : record.GetReflection()->GetString(record, field);
}

// 0 where the kind has no such field.
inline int EnumOf(const google::protobuf::Message& record, const char* name) {
  const auto* field = Field(record, name);
  return field == nullptr ? 0 : record.GetReflection()->GetEnumValue(record, field);
}

// The kind has the field.
inline void SetText(google::protobuf::Message& record, const char* name, const std::string& text) {
  record.GetReflection()->SetString(&record, Field(record, name), text);
}

inline void SetTime(google::protobuf::Message& record, const char* name, absl::Time time) {
  record.GetReflection()->MutableMessage(&record, Field(record, name))->CopyFrom(ToTimestamp(time));
}

inline std::unique_ptr<google::protobuf::Message> Copy(const google::protobuf::Message& record) {
  std::unique_ptr<google::protobuf::Message> copy(record.New());
  copy->CopyFrom(record);
  return copy;
}

}  // namespace lectern::editing
