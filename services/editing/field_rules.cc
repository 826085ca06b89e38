#include "services/editing/field_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/api/resource.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "lectern/v1/limits.pb.h"
#include "services/editing/field_behavior.h"
#include "services/editing/references.h"
#include "storage/engine/text.h"

namespace lectern::editing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDefaultMaxBytes = 1024;
constexpr int kDefaultMaxItems = 64;

bool IsEmpty(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) == 0 : !reflection->HasField(message, field);
}

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<uint8_t>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
  });
}

bool IsHttpUrl(std::string_view text) {
  const size_t start = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  return start > 0 && text.size() > start && text.find_first_of(" \t\r\n\"<>\\") == std::string_view::npos &&
         text[start] != '/';
}

// The shape of BCP 47: subtags of 1 to 8 letters or digits, the first of letters.
bool IsLanguageTag(std::string_view text) {
  size_t length = 0;
  bool first = true;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == '-') {
      if (length == 0 || length > 8) return false;
      if (first && length == 1) return false;
      length = 0;
      first = false;
    } else if (!(first ? absl::ascii_isalpha(static_cast<uint8_t>(text[i]))
                       : absl::ascii_isalnum(static_cast<uint8_t>(text[i])))) {
      return false;
    } else {
      ++length;
    }
  }
  return true;
}

bool IsRank(std::string_view text) {
  return text.back() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isalnum(static_cast<uint8_t>(c)); });
}

void CheckText(const FieldDescriptor* field, const std::string& text, const std::string& path,
               aip::Violations& violations) {
  const v1::Limits& limits = field->options().GetExtension(v1::limits);
  const size_t most = static_cast<size_t>(limits.max_bytes() == 0 ? kDefaultMaxBytes : limits.max_bytes());
  if (text.size() > most)
    return violations.Add(path, absl::StrCat("has ", text.size(), " bytes; at most ", most, " are allowed"));
  if (HasControlCharacter(text)) return violations.Add(path, "holds a control character");
  if (text.empty()) {
    if (field->is_repeated() && !limits.empty_items()) violations.Add(path, "is empty");
    return;
  }
  if (limits.form() == v1::TEXT_FORM_EDTF && !IsEdtfDate(text))
    violations.Add(path, "is no EDTF date: write 2009, 2003-04 or 2001-06-24");
  if (limits.form() == v1::TEXT_FORM_HTTP_URL && !IsHttpUrl(text)) violations.Add(path, "is no http or https address");
  if (limits.form() == v1::TEXT_FORM_LANGUAGE_TAG && !IsLanguageTag(text))
    violations.Add(path, "is no BCP 47 language tag: write en or pt-BR");
  if (limits.form() == v1::TEXT_FORM_RANK && !IsRank(text))
    violations.Add(path, "is no rank: letters and digits, the last one not 0");
  if (field->options().HasExtension(google::api::resource_reference) &&
      KindOfReference(field->options().GetExtension(google::api::resource_reference).type(), text) == nullptr)
    violations.Add(path, "is no name of the resource it refers to");
}

class Walker {
 public:
  explicit Walker(aip::Violations& violations) : violations_(violations) {}

  void Check(const Message& message, const std::string& prefix) {
    const auto* descriptor = message.GetDescriptor();
    const Reflection* reflection = message.GetReflection();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      const std::string path = absl::StrCat(prefix, field->name());
      if (IsEmpty(message, field)) {
        if (HasBehavior(field, google::api::REQUIRED)) violations_.Add(path, "is required");
        continue;
      }
      if (!field->is_repeated()) {
        CheckValue(message, field, -1, path);
        continue;
      }
      const v1::Limits& limits = field->options().GetExtension(v1::limits);
      const int most = limits.max_items() == 0 ? kDefaultMaxItems : limits.max_items();
      const int size = reflection->FieldSize(message, field);
      if (size > most) {
        violations_.Add(path, absl::StrCat("has ", size, " items; at most ", most, " are allowed"));
        continue;
      }
      for (int item = 0; item < size; ++item) CheckValue(message, field, item, absl::StrCat(path, "[", item, "]"));
    }
  }

 private:
  void CheckValue(const Message& message, const FieldDescriptor* field, int item, const std::string& path) {
    const Reflection* reflection = message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        CheckText(
            field,
            item < 0 ? reflection->GetString(message, field) : reflection->GetRepeatedString(message, field, item),
            path, violations_);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (field->message_type() == google::protobuf::Timestamp::descriptor())
          CheckTime(static_cast<const google::protobuf::Timestamp&>(reflection->GetMessage(message, field)), path);
        else
          Check(
              item < 0 ? reflection->GetMessage(message, field) : reflection->GetRepeatedMessage(message, field, item),
              path + ".");
        break;
      default:
        break;
    }
  }

  // The range of google.protobuf.Timestamp: outside of it clients cannot even print it. No list holds times.
  void CheckTime(const google::protobuf::Timestamp& time, const std::string& path) {
    constexpr int64_t kFirst = -62135596800, kLast = 253402300799;  // the years 1 to 9999
    if (time.seconds() < kFirst || time.seconds() > kLast || time.nanos() < 0 || time.nanos() > 999999999)
      violations_.Add(path, "is no time of the years 1 to 9999");
  }

  aip::Violations& violations_;
};

}  // namespace

bool IsPlainText(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<uint8_t>(c) < 0x20 || c == 0x7f || c == '<' || c == '>'; });
}

bool IsEdtfDate(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i)
    if (i == 4 || i == 7 ? text[i] != '-' : !absl::ascii_isdigit(static_cast<uint8_t>(text[i]))) return false;
  int year = 0, month = 1, day = 1;
  if (!absl::SimpleAtoi(Absl(text.substr(0, 4)), &year)) return false;
  if (text.size() >= 7 && !absl::SimpleAtoi(Absl(text.substr(5, 2)), &month)) return false;
  if (text.size() == 10 && !absl::SimpleAtoi(Absl(text.substr(8, 2)), &day)) return false;
  const absl::CivilDay civil(year, month, day);  // normalises what does not exist
  return civil.month() == month && civil.day() == day;
}

void CheckFields(const Message& record, aip::Violations& violations) { Walker(violations).Check(record, ""); }

}  // namespace lectern::editing
