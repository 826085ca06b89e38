// Any bytes as a filter over entries: refused with a short reason in UTF-8, or asked of a record that has something in
// every field. What the equalities and the rest say together is what the whole says.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "lectern/v1/entry.pb.h"
#include "services/aip/filter/filter.h"
#include "storage/records/record_value.h"

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using lectern::aip::Filter;

void Check(bool holds) {
  if (!holds) std::abort();
}

// Something in every text, enum and list, so that no way through the evaluator ends early.
void Fill(Message& message) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      Fill(field->is_repeated() ? *reflection->AddMessage(&message, field)
                                : *reflection->MutableMessage(&message, field));
    else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && field->is_repeated())
      reflection->AddString(&message, field, "\u00c9cole x");
    else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
      reflection->SetString(&message, field, "2009-05");
    else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field->is_repeated())
      reflection->SetEnumValue(&message, field, 2);
    else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && !field->is_repeated())
      reflection->SetInt64(&message, field, 41);
  }
}

const lectern::v1::Entry& Sample() {
  static const lectern::v1::Entry entry = [] {
    lectern::v1::Entry filled;
    Fill(filled);
    return filled;
  }();
  return entry;
}

const std::string& TextAt(const Message& message, const std::string& path, std::string& scratch) {
  const size_t dot = path.find('.');
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(path.substr(0, dot));
  const auto* reflection = message.GetReflection();
  if (dot == std::string::npos) return reflection->GetStringReference(message, field, &scratch);
  return TextAt(reflection->GetMessage(message, field), path.substr(dot + 1), scratch);
}

void Ask(const Filter& filter, const lectern::v1::Entry& entry) {
  const auto equalities = filter.EqualityConjuncts();
  const bool equal = std::all_of(equalities.begin(), equalities.end(), [&entry](const Filter::Equality& equality) {
    std::string scratch;
    return TextAt(entry, equality.path, scratch) == equality.value;
  });
  Check(filter.Matches(entry) == (equal && filter.Without(equalities).Matches(entry)));
  Check(!filter.MatchesAll() || filter.Matches(entry));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const int highest : {lectern::storage::kFirstEditorField - 1, lectern::storage::kFirstStampField - 1}) {
    const auto filter = Filter::Parse(text, *lectern::v1::Entry::descriptor(), highest, true);
    if (!filter.ok()) {
      const auto payload = filter.status().GetPayload("type.googleapis.com/google.rpc.BadRequest");
      google::rpc::BadRequest request;
      Check(payload.has_value() && request.ParseFromString(std::string(*payload)));
      Check(filter.status().message().size() < 1024);
      continue;
    }
    const int field = filter->HighestField();
    Check(field <= highest || field >= lectern::storage::kFirstStampField);
    Ask(*filter, Sample());
    Ask(*filter, lectern::v1::Entry());
  }
  return 0;
}
