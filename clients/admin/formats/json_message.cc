#include "clients/admin/formats/json_message.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "clients/admin/formats/encoding.h"
#include "fmt/format.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/time_util.h"

namespace lectern::formats {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// No list of the contract is as long, and a line of brackets must not fill the memory.
constexpr int kMostItems = 1 << 16;

bool IsDropped(const FieldDescriptor& field) {
  const google::protobuf::FieldOptions& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::OUTPUT_ONLY) return true;
  }
  return field.name() == "etag";
}

// A whole number, also one that is written "3.0" or "3e2", as protobuf's mapping takes it.
bool ParseInteger(std::string_view text, int64_t* value) {
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, *value);
  if (fault == std::errc() && stop == end) return true;
  double number = 0;
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos ||
      !absl::SimpleAtod(absl::string_view(text.data(), text.size()), &number))
    return false;
  constexpr double kExact = 9007199254740992.0;
  if (std::trunc(number) != number || std::abs(number) > kExact) return false;
  *value = static_cast<int64_t>(number);
  return true;
}

}  // namespace

bool JsonMessageReader::Fail(JsonScanner& json, size_t offset, std::string_view what) const {
  return json.Fail(offset, path_.empty() ? std::string(what) : fmt::format("{}: {}", Excerpt(path_, 200), what));
}

const JsonMessageReader::Fields& JsonMessageReader::FieldsOf(const Descriptor* type) {
  Fields& fields = types_[type];
  if (!fields.empty()) return fields;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    fields[field->json_name()] = {field, IsDropped(*field)};
    fields[field->name()] = fields[field->json_name()];
  }
  return fields;
}

std::optional<JsonFault> JsonMessageReader::Read(std::string_view text, Message* message) {
  path_.clear();
  JsonScanner json(text);
  if (const size_t bad = BadUtf8(text); bad != std::string_view::npos) return JsonFault{bad, "this is no UTF-8"};
  if (ReadObject(json, message)) json.AtEnd();
  return json.fault();
}

bool JsonMessageReader::ReadObject(JsonScanner& json, Message* message) {
  if (json.Peek() != '{') return Fail(json, json.offset(), "an object is expected");
  json.Take('{');
  if (json.Take('}')) return true;
  const Fields& fields = FieldsOf(message->GetDescriptor());
  std::vector<const FieldDescriptor*> seen;
  const size_t outer = path_.size();
  do {
    json.Peek();
    const size_t begin = json.offset();
    if (!json.ReadString(&text_)) return false;
    const auto known = fields.find(text_);
    path_ += (outer == 0 ? "" : ".") + text_;
    if (known == fields.end()) return Fail(json, begin, "there is no such field");
    const auto [field, dropped] = known->second;
    if (!json.Expect(':')) return false;
    if (std::find(seen.begin(), seen.end(), field) != seen.end()) return Fail(json, begin, "the field stands twice");
    seen.push_back(field);
    if (dropped) {
      if (!json.SkipValue()) return false;
    } else {
      if (const auto* oneof = field->containing_oneof();
          oneof != nullptr && json.Peek() != 'n' && message->GetReflection()->HasOneof(*message, oneof))
        return Fail(json, begin, "only one of these fields may stand here");
      if (!ReadField(json, field, message)) return false;
    }
    path_.resize(outer);
  } while (json.Take(','));
  return json.Expect('}');
}

bool JsonMessageReader::ReadField(JsonScanner& json, const FieldDescriptor* field, Message* message) {
  std::string_view word;
  if (json.Peek() == 'n') return json.ReadWord(&word);  // null: not set
  if (!field->is_repeated()) return ReadValue(json, field, message);
  if (json.Peek() != '[') return Fail(json, json.offset(), "a list is expected");
  json.Take('[');
  if (json.Take(']')) return true;
  const size_t outer = path_.size();
  for (int i = 0;; ++i) {
    if (i == kMostItems) return Fail(json, json.offset(), "the list has too many items");
    path_ += fmt::format("[{}]", i);
    if (!ReadValue(json, field, message)) return false;
    path_.resize(outer);
    if (!json.Take(',')) return json.Expect(']');
  }
}

bool JsonMessageReader::ReadValue(JsonScanner& json, const FieldDescriptor* field, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadMessage(json, field->is_repeated() ? reflection.AddMessage(message, field)
                                                    : reflection.MutableMessage(message, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return ReadText(json, field, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return ReadEnum(json, field, message);
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ReadFloat(json, field, message);
    case FieldDescriptor::CPPTYPE_BOOL: {
      std::string_view word;
      const char sign = json.Peek();
      if (sign != 't' && sign != 'f') return Fail(json, json.offset(), "true or false is expected");
      if (!json.ReadWord(&word)) return false;
      if (field->is_repeated()) {
        reflection.AddBool(message, field, word == "true");
      } else {
        reflection.SetBool(message, field, word == "true");
      }
      return true;
    }
    default:
      return ReadInteger(json, field, message);
  }
}

bool JsonMessageReader::ReadMessage(JsonScanner& json, Message* message) {
  auto* time = google::protobuf::DynamicCastToGenerated<google::protobuf::Timestamp>(message);
  auto* mask = google::protobuf::DynamicCastToGenerated<google::protobuf::FieldMask>(message);
  if (time == nullptr && mask == nullptr) return ReadObject(json, message);
  const char sign = json.Peek();
  const size_t begin = json.offset();
  if (sign != '"') return Fail(json, begin, "a string is expected");
  if (!json.ReadString(&text_)) return false;
  if (time != nullptr)
    return google::protobuf::util::TimeUtil::FromString(text_, time) ||
           Fail(json, begin, "a time such as 2024-05-01T12:00:00Z is expected");
  return google::protobuf::util::FieldMaskUtil::FromJsonString(text_, mask) ||
         Fail(json, begin, "names of fields, parted by commas, are expected");
}

bool JsonMessageReader::ReadText(JsonScanner& json, const FieldDescriptor* field, Message* message) {
  const char sign = json.Peek();
  const size_t begin = json.offset();
  if (sign != '"') return Fail(json, begin, "a string is expected");
  std::string value;
  if (!json.ReadString(&value)) return false;
  if (field->type() == FieldDescriptor::TYPE_BYTES) {
    std::string bytes;
    if (!absl::Base64Unescape(value, &bytes) && !absl::WebSafeBase64Unescape(value, &bytes))
      return Fail(json, begin, "base64 is expected");
    value = std::move(bytes);
  }
  const Reflection& reflection = *message->GetReflection();
  if (field->is_repeated()) {
    reflection.AddString(message, field, std::move(value));
  } else {
    reflection.SetString(message, field, std::move(value));
  }
  return true;
}

bool JsonMessageReader::ReadEnum(JsonScanner& json, const FieldDescriptor* field, Message* message) {
  const char sign = json.Peek();
  const size_t begin = json.offset();
  int number = 0;
  if (sign == '"') {
    if (!json.ReadString(&text_)) return false;
    const auto* value = field->enum_type()->FindValueByName(text_);
    if (value == nullptr)
      return Fail(json, begin, fmt::format("there is no {} \"{}\"", field->enum_type()->name(), Excerpt(text_, 80)));
    number = value->number();
  } else {
    std::string_view digits;
    int64_t value = 0;
    if (!json.ReadNumber(&digits)) return false;
    if (!ParseInteger(digits, &value) || value < std::numeric_limits<int32_t>::min() ||
        value > std::numeric_limits<int32_t>::max())
      return Fail(json, begin, "the name of a value is expected");
    number = static_cast<int>(value);
  }
  if (field->is_repeated()) {
    message->GetReflection()->AddEnumValue(message, field, number);
  } else {
    message->GetReflection()->SetEnumValue(message, field, number);
  }
  return true;
}

bool JsonMessageReader::ReadInteger(JsonScanner& json, const FieldDescriptor* field, Message* message) {
  const char sign = json.Peek();
  const size_t begin = json.offset();
  std::string_view digits;
  if (sign == '"') {
    if (!json.ReadString(&text_)) return false;
    digits = text_;
  } else if (!json.ReadNumber(&digits)) {
    return false;
  }
  int64_t value = 0;
  const bool read = ParseInteger(digits, &value);
  const Reflection& reflection = *message->GetReflection();
  const bool many = field->is_repeated();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && read) {
    many ? reflection.AddInt64(message, field, value) : reflection.SetInt64(message, field, value);
    return true;
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 && read && value >= std::numeric_limits<int32_t>::min() &&
      value <= std::numeric_limits<int32_t>::max()) {
    const int32_t small = static_cast<int32_t>(value);
    many ? reflection.AddInt32(message, field, small) : reflection.SetInt32(message, field, small);
    return true;
  }
  return Fail(json, begin, "a whole number in the field's range is expected");
}

bool JsonMessageReader::ReadFloat(JsonScanner& json, const FieldDescriptor* field, Message* message) {
  const char sign = json.Peek();
  const size_t begin = json.offset();
  std::string_view digits;
  double value = 0;
  if (sign == '"') {
    if (!json.ReadString(&text_)) return false;
    digits = text_;
  } else if (!json.ReadNumber(&digits)) {
    return false;
  }
  const bool named = digits == "NaN" || digits == "Infinity" || digits == "-Infinity";
  const bool numeric = !digits.empty() && digits.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
  if ((!named && !numeric) || !absl::SimpleAtod(absl::string_view(digits.data(), digits.size()), &value))
    return Fail(json, begin, "a number is expected");
  const bool is_float = field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
  if (!named && (std::isinf(value) || (is_float && std::abs(value) > std::numeric_limits<float>::max())))
    return Fail(json, begin, "the number is too large");
  const Reflection& reflection = *message->GetReflection();
  if (is_float) {
    const float narrow = static_cast<float>(value);
    field->is_repeated() ? reflection.AddFloat(message, field, narrow) : reflection.SetFloat(message, field, narrow);
  } else {
    field->is_repeated() ? reflection.AddDouble(message, field, value) : reflection.SetDouble(message, field, value);
  }
  return true;
}

}  // namespace lectern::formats
