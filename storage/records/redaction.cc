#include "storage/records/redaction.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lectern/v1/types.pb.h"
#include "storage/engine/fault.h"
#include "storage/records/record_value.h"

namespace lectern::storage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A string field inside a message, and which item of it.
struct TextField {
  Message* message = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;  // of a repeated field

  std::string Get() const {
    const auto* reflection = message->GetReflection();
    return index < 0 ? reflection->GetString(*message, field) : reflection->GetRepeatedString(*message, field, index);
  }
  void Set(std::string text) const {
    const auto* reflection = message->GetReflection();
    if (index < 0)
      reflection->SetString(message, field, std::move(text));
    else
      reflection->SetRepeatedString(message, field, index, std::move(text));
  }
  bool operator==(const TextField&) const = default;
};

// The field at a path such as "passages[2].text"; nullopt where there is none.
std::optional<TextField> Resolve(Message& root, std::string_view path) {
  Message* message = &root;
  while (true) {
    const size_t dot = path.find('.');
    std::string step(path.substr(0, dot));
    int index = -1;
    if (const size_t bracket = step.find('['); bracket != std::string::npos) {
      if (step.back() != ']' || !absl::SimpleAtoi(step.substr(bracket + 1, step.size() - bracket - 2), &index) ||
          index < 0)
        return std::nullopt;
      step.resize(bracket);
    }
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(step);
    if (field == nullptr || field->is_repeated() != (index >= 0)) return std::nullopt;
    // Editors' fields are in no public projection: redacting them has no meaning.
    if (message == &root && field->number() >= kFirstEditorField) return std::nullopt;
    const auto* reflection = message->GetReflection();
    if (index >= 0 && index >= reflection->FieldSize(*message, field)) return std::nullopt;
    if (dot == std::string_view::npos) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return std::nullopt;
      return TextField{message, field, index};
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return std::nullopt;
    if (index >= 0)
      message = reflection->MutableRepeatedMessage(message, field, index);
    else if (reflection->HasField(*message, field))
      message = reflection->MutableMessage(message, field);
    else
      return std::nullopt;
    path.remove_prefix(dot + 1);
  }
}

bool OnBoundary(const std::string& text, size_t at) {
  return at == text.size() || (static_cast<uint8_t>(text[at]) & 0xc0) != 0x80;
}

struct Span {
  TextField place;
  v1::Redaction redaction;
  int number = 0;
};

absl::Status Refuse(int number, std::string_view what) {
  return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID,
               absl::StrCat("redactions[", number, "] ", std::string(what)),
               {{"field", absl::StrCat("redactions[", number, "]")}});
}

absl::Status ApplyToField(std::vector<Span>& spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.redaction.start_byte() < b.redaction.start_byte(); });
  const std::string text = spans.front().place.Get();
  std::string result;
  size_t copied = 0;
  for (const Span& span : spans) {
    const int64_t start = span.redaction.start_byte();
    const int64_t end = span.redaction.end_byte();
    if (start < 0 || start >= end || end > static_cast<int64_t>(text.size()))
      return Refuse(span.number, absl::StrCat("does not lie within its text of ", text.size(), " bytes"));
    if (!OnBoundary(text, static_cast<size_t>(start)) || !OnBoundary(text, static_cast<size_t>(end)))
      return Refuse(span.number, "cuts through a character");
    if (static_cast<size_t>(start) < copied) return Refuse(span.number, "overlaps another one of the same field");
    result.append(text, copied, static_cast<size_t>(start) - copied).append(span.redaction.replacement());
    copied = static_cast<size_t>(end);
  }
  result.append(text, copied);
  spans.front().place.Set(std::move(result));
  return absl::OkStatus();
}

}  // namespace

bool HasRedactions(const Message& record) {
  const FieldDescriptor* field = record.GetDescriptor()->FindFieldByName("redactions");
  return field != nullptr && record.GetReflection()->FieldSize(record, field) > 0;
}

bool RedactionsAreStale(const Message& old, const Message& updated) {
  if (!HasRedactions(old) || !HasRedactions(updated)) return false;
  const FieldDescriptor* field = old.GetDescriptor()->FindFieldByName("redactions");
  const auto* reflection = old.GetReflection();
  if (reflection->FieldSize(old, field) != reflection->FieldSize(updated, field)) return false;
  bool text_changed = false;
  // Resolve gives places to write to; these copies are only read.
  const std::unique_ptr<Message> before(old.New()), after(old.New());
  before->CopyFrom(old);
  after->CopyFrom(updated);
  for (int i = 0; i < reflection->FieldSize(old, field); ++i) {
    const auto& was = static_cast<const v1::Redaction&>(reflection->GetRepeatedMessage(old, field, i));
    const auto& is = static_cast<const v1::Redaction&>(reflection->GetRepeatedMessage(updated, field, i));
    if (was.SerializeAsString() != is.SerializeAsString()) return false;
    const std::optional<TextField> there = Resolve(*before, was.field_path());
    const std::optional<TextField> here = Resolve(*after, is.field_path());
    text_changed |= !there || !here || there->Get() != here->Get();
  }
  return text_changed;
}

absl::Status ApplyRedactions(Message& record) {
  if (!HasRedactions(record)) return absl::OkStatus();
  const FieldDescriptor* field = record.GetDescriptor()->FindFieldByName("redactions");
  const auto* reflection = record.GetReflection();
  std::vector<std::vector<Span>> by_field;
  for (int i = 0; i < reflection->FieldSize(record, field); ++i) {
    Span span;
    span.number = i;
    span.redaction = static_cast<const v1::Redaction&>(reflection->GetRepeatedMessage(record, field, i));
    const std::optional<TextField> place = Resolve(record, span.redaction.field_path());
    if (!place) return Refuse(i, "names no text field that readers see");
    span.place = *place;
    auto same = std::find_if(by_field.begin(), by_field.end(),
                             [&](const std::vector<Span>& spans) { return spans.front().place == span.place; });
    if (same == by_field.end()) same = by_field.insert(same, std::vector<Span>());
    same->push_back(std::move(span));
  }
  for (std::vector<Span>& spans : by_field) RETURN_IF_ERROR(ApplyToField(spans));
  return absl::OkStatus();
}

}  // namespace lectern::storage
