// Fields by their names, for code that works on every kind of resource alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace lectern::admin {

// Sets the string field `name`. False where there is no such field.
bool SetText(google::protobuf::Message& message, std::string_view name, std::string_view text);

// Sets the field `name` of int32, int64, bool or an enum. False where there is no such field.
bool SetNumber(google::protobuf::Message& message, std::string_view name, int64_t number);

// The string field `name`; "" where there is none.
std::string TextIn(const google::protobuf::Message& message, std::string_view name);

// The number field `name` (int32, int64, bool, enum); 0 where there is none.
int64_t NumberIn(const google::protobuf::Message& message, std::string_view name);

// The message field `name`, not repeated; nullptr where there is none, or it is not set.
const google::protobuf::Message* MessageIn(const google::protobuf::Message& message, std::string_view name);

// The field of `request` that is a `type`, for setting; nullptr where it has none.
google::protobuf::Message* FieldOfType(google::protobuf::Message& request, const google::protobuf::Descriptor& type);

// The field that holds the items of a listing's answer: the first that repeats messages; nullptr where there is none.
const google::protobuf::FieldDescriptor* ItemsOf(const google::protobuf::Descriptor& answer);

}  // namespace lectern::admin
