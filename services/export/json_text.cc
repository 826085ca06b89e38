#include "services/export/json_text.h"

#include <charconv>
#include <cmath>
#include <vector>

#include "absl/strings/escaping.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace lectern::exports {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <class Number>
void AppendNumber(Number number, std::string& out) {
  char digits[48];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

template <class Real>
void AppendReal(Real real, std::string& out) {
  if (std::isfinite(real)) return AppendNumber(real, out);
  out += std::isnan(real) ? "\"NaN\"" : real > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}

// 64 bits do not go into the numbers that readers of JSON have.
template <class Number>
void AppendQuoted(Number number, std::string& out) {
  out += '"';
  AppendNumber(number, out);
  out += '"';
}

void AppendEnum(const FieldDescriptor* field, int number, std::string& out) {
  if (const auto* value = field->enum_type()->FindValueByNumber(number))
    out.append("\"").append(value->name()).append("\"");
  else
    AppendNumber(number, out);
}

void AppendText(const FieldDescriptor* field, const std::string& text, std::string& out) {
  if (field->type() == FieldDescriptor::TYPE_BYTES)
    AppendJsonString(absl::Base64Escape(text), out);
  else
    AppendJsonString(text, out);
}

// The field's value; of a repeated field the one at `index`.
void AppendValue(const Message& message, const FieldDescriptor* field, int index, std::string& out) {
  const Reflection& of = *message.GetReflection();
  const bool many = field->is_repeated();
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendNumber(many ? of.GetRepeatedInt32(message, field, index) : of.GetInt32(message, field), out);
    case FieldDescriptor::CPPTYPE_UINT32:
      return AppendNumber(many ? of.GetRepeatedUInt32(message, field, index) : of.GetUInt32(message, field), out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendQuoted(many ? of.GetRepeatedInt64(message, field, index) : of.GetInt64(message, field), out);
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendQuoted(many ? of.GetRepeatedUInt64(message, field, index) : of.GetUInt64(message, field), out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendReal(many ? of.GetRepeatedFloat(message, field, index) : of.GetFloat(message, field), out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendReal(many ? of.GetRepeatedDouble(message, field, index) : of.GetDouble(message, field), out);
    case FieldDescriptor::CPPTYPE_BOOL:
      out += (many ? of.GetRepeatedBool(message, field, index) : of.GetBool(message, field)) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendEnum(field, many ? of.GetRepeatedEnumValue(message, field, index) : of.GetEnumValue(message, field),
                        out);
    case FieldDescriptor::CPPTYPE_STRING:
      return AppendText(field,
                        many ? of.GetRepeatedStringReference(message, field, index, &scratch)
                             : of.GetStringReference(message, field, &scratch),
                        out);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendJson(many ? of.GetRepeatedMessage(message, field, index) : of.GetMessage(message, field), out);
  }
}

}  // namespace

void AppendJsonString(std::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  size_t copied = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f) continue;
    out.append(text, copied, i - copied);
    copied = i + 1;
    out += '\\';
    switch (byte) {
      case '"':
      case '\\':
        out += static_cast<char>(byte);
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out.append("u00").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    }
  }
  out.append(text, copied, text.size() - copied);
  out += '"';
}

void AppendJson(const Message& message, std::string& out) {
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
    return AppendJsonString(google::protobuf::util::TimeUtil::ToString(time), out);
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  out += '{';
  bool first = true;
  for (const FieldDescriptor* field : fields) {
    if (!first) out += ',';
    first = false;
    out.append("\"").append(field->json_name()).append("\":");
    if (!field->is_repeated()) {
      AppendValue(message, field, 0, out);
      continue;
    }
    const int size = message.GetReflection()->FieldSize(message, field);
    out += '[';
    for (int i = 0; i < size; ++i) {
      if (i > 0) out += ',';
      AppendValue(message, field, i, out);
    }
    out += ']';
  }
  out += '}';
}

}  // namespace lectern::exports
