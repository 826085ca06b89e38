#include "services/editing/field_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/timestamp.pb.h"
#include "lectern/v1/limits.pb.h"
#include "services/editing/field_facts.h"
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

class Walker {
 public:
  explicit Walker(aip::Violations& violations) : violations_(violations) {}

  void Check(const Message& message, const FieldStep* outer) {
    const Reflection* reflection = message.GetReflection();
    for (const FieldFacts& facts : FactsOf(message.GetDescriptor())) {
      FieldStep step{outer, facts.field};
      if (IsEmpty(message, facts.field)) {
        if (facts.required) Refuse(step, "is required");
        continue;
      }
      if (!facts.field->is_repeated()) {
        CheckValue(message, facts, step);
        continue;
      }
      const int most = facts.limits->max_items() == 0 ? kDefaultMaxItems : facts.limits->max_items();
      const int size = reflection->FieldSize(message, facts.field);
      if (size > most) {
        Refuse(step, absl::StrCat("has ", size, " items; at most ", most, " are allowed"));
        continue;
      }
      for (step.item = 0; step.item < size; ++step.item) CheckValue(message, facts, step);
    }
  }

 private:
  void Refuse(const FieldStep& step, const std::string& what) { violations_.Add(step.Path(), what); }

  void CheckValue(const Message& message, const FieldFacts& facts, const FieldStep& step) {
    const Reflection* reflection = message.GetReflection();
    const FieldDescriptor* field = facts.field;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field->type() == FieldDescriptor::TYPE_BYTES) break;  // the server's own
        CheckText(facts,
                  step.item < 0 ? reflection->GetStringReference(message, field, &scratch_)
                                : reflection->GetRepeatedStringReference(message, field, step.item, &scratch_),
                  step);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (field->message_type() == google::protobuf::Timestamp::descriptor())
          CheckTime(static_cast<const google::protobuf::Timestamp&>(reflection->GetMessage(message, field)), step);
        else
          Check(step.item < 0 ? reflection->GetMessage(message, field)
                              : reflection->GetRepeatedMessage(message, field, step.item),
                &step);
        break;
      default:
        break;
    }
  }

  void CheckText(const FieldFacts& facts, const std::string& text, const FieldStep& step) {
    const v1::Limits& limits = *facts.limits;
    const size_t most = static_cast<size_t>(limits.max_bytes() == 0 ? kDefaultMaxBytes : limits.max_bytes());
    if (text.size() > most)
      return Refuse(step, absl::StrCat("has ", text.size(), " bytes; at most ", most, " are allowed"));
    if (HasControlCharacter(text)) return Refuse(step, "holds a control character");
    if (text.empty()) {
      if (step.item >= 0 && !limits.empty_items()) Refuse(step, "is empty");
      return;
    }
    if (limits.form() == v1::TEXT_FORM_EDTF && !IsEdtfDate(text))
      Refuse(step, "is no EDTF date: write 2009, 2003-04 or 2001-06-24");
    if (limits.form() == v1::TEXT_FORM_HTTP_URL && !IsHttpUrl(text)) Refuse(step, "is no http or https address");
    if (limits.form() == v1::TEXT_FORM_LANGUAGE_TAG && !IsLanguageTag(text))
      Refuse(step, "is no BCP 47 language tag: write en or pt-BR");
    if (limits.form() == v1::TEXT_FORM_RANK && !IsRank(text))
      Refuse(step, "is no rank: letters and digits, the last one not 0");
    if (facts.reference != nullptr && KindOfReference(*facts.reference, text) == nullptr)
      Refuse(step, "is no name of the resource it refers to");
  }

  // The range of google.protobuf.Timestamp: outside of it clients cannot even print it. No list holds times.
  void CheckTime(const google::protobuf::Timestamp& time, const FieldStep& step) {
    constexpr int64_t kFirst = -62135596800, kLast = 253402300799;  // the years 1 to 9999
    if (time.seconds() < kFirst || time.seconds() > kLast || time.nanos() < 0 || time.nanos() > 999999999)
      Refuse(step, "is no time of the years 1 to 9999");
  }

  aip::Violations& violations_;
  std::string scratch_;
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

void CheckFields(const Message& record, aip::Violations& violations) { Walker(violations).Check(record, nullptr); }

}  // namespace lectern::editing
