#include "clients/admin/fields.h"

#include "google/protobuf/descriptor.h"

namespace lectern::admin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Find(const Message& message, std::string_view name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(std::string(name));
  return field != nullptr && !field->is_repeated() ? field : nullptr;
}

}  // namespace

bool SetText(Message& message, std::string_view name, std::string_view text) {
  const FieldDescriptor* field = Find(message, name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
  message.GetReflection()->SetString(&message, field, std::string(text));
  return true;
}

bool SetNumber(Message& message, std::string_view name, int64_t number) {
  const FieldDescriptor* field = Find(message, name);
  if (field == nullptr) return false;
  const auto& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(&message, field, static_cast<int32_t>(number));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(&message, field, number);
      return true;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&message, field, number != 0);
      return true;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnumValue(&message, field, static_cast<int>(number));
      return true;
    default:
      return false;
  }
}

std::string TextIn(const Message& message, std::string_view name) {
  const FieldDescriptor* field = Find(message, name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return message.GetReflection()->GetString(message, field);
}

int64_t NumberIn(const Message& message, std::string_view name) {
  const FieldDescriptor* field = Find(message, name);
  if (field == nullptr) return 0;
  const auto& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(message, field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, field) ? 1 : 0;
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(message, field);
    default:
      return 0;
  }
}

const Message* MessageIn(const Message& message, std::string_view name) {
  const FieldDescriptor* field = Find(message, name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  const auto& reflection = *message.GetReflection();
  return reflection.HasField(message, field) ? &reflection.GetMessage(message, field) : nullptr;
}

Message* FieldOfType(Message& request, const Descriptor& type) {
  for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request.GetDescriptor()->field(i);
    if (!field->is_repeated() && field->message_type() == &type)
      return request.GetReflection()->MutableMessage(&request, field);
  }
  return nullptr;
}

const FieldDescriptor* ItemsOf(const Descriptor& answer) {
  for (int i = 0; i < answer.field_count(); ++i)
    if (answer.field(i)->is_repeated() && answer.field(i)->message_type() != nullptr) return answer.field(i);
  return nullptr;
}

}  // namespace lectern::admin
