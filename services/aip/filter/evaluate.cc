#include <algorithm>

#include "absl/types/span.h"
#include "services/aip/filter/condition.h"
#include "services/aip/filter/fold.h"

namespace lectern::aip::filter {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Steps = absl::Span<const FieldDescriptor* const>;

template <typename T>
bool Compare(const T& value, const Test& test) {
  const T& operand = std::get<T>(test.operand);
  switch (test.op) {
    case Operator::kEqual:
      return value == operand;
    case Operator::kNotEqual:
      return value != operand;
    case Operator::kLess:
      return value < operand;
    case Operator::kLessOrEqual:
      return value <= operand;
    case Operator::kGreater:
      return value > operand;
    case Operator::kGreaterOrEqual:
      return value >= operand;
    case Operator::kHas:
      break;  // of Presence and Within, which are no values
  }
  return false;
}

bool TextPasses(const std::string& value, const Test& test) {
  // What is empty stands before and behind nothing: without this, published.edtf < "2010" would find what has no date.
  if (value.empty() && test.op != Operator::kEqual && test.op != Operator::kNotEqual) return false;
  return Compare(value, test);
}

absl::Time TimeOf(const Message& timestamp) {
  const auto* reflection = timestamp.GetReflection();
  const auto* descriptor = timestamp.GetDescriptor();
  return absl::FromUnixSeconds(reflection->GetInt64(timestamp, descriptor->FindFieldByNumber(1))) +
         absl::Nanoseconds(reflection->GetInt32(timestamp, descriptor->FindFieldByNumber(2)));
}

// `item` is an index of a list, -1 where the field is none.
bool NumberPasses(const Test& test, const Message& message, const FieldDescriptor* field, int item) {
  const Reflection& in = *message.GetReflection();
  const bool one = item < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return Compare<int64_t>(one ? in.GetEnumValue(message, field) : in.GetRepeatedEnumValue(message, field, item),
                              test);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Compare<int64_t>(one ? in.GetBool(message, field) : in.GetRepeatedBool(message, field, item), test);
    case FieldDescriptor::CPPTYPE_INT32:
      return Compare<int64_t>(one ? in.GetInt32(message, field) : in.GetRepeatedInt32(message, field, item), test);
    case FieldDescriptor::CPPTYPE_INT64:
      return Compare<int64_t>(one ? in.GetInt64(message, field) : in.GetRepeatedInt64(message, field, item), test);
    case FieldDescriptor::CPPTYPE_UINT32:
      return Compare<uint64_t>(one ? in.GetUInt32(message, field) : in.GetRepeatedUInt32(message, field, item), test);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Compare<uint64_t>(one ? in.GetUInt64(message, field) : in.GetRepeatedUInt64(message, field, item), test);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Compare<double>(one ? in.GetFloat(message, field) : in.GetRepeatedFloat(message, field, item), test);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Compare<double>(one ? in.GetDouble(message, field) : in.GetRepeatedDouble(message, field, item), test);
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;  // no numbers
  }
  return false;
}

// One record under question.
class Question {
 public:
  explicit Question(FoldedSearch& search) : search_(search) {}

  // A message that is not set is read as an empty one.
  bool Passes(const Test& test, const Message& message, Steps steps) {
    const FieldDescriptor* field = steps.front();
    if (steps.size() == 1) return LastPasses(test, message, field);
    const Reflection& in = *message.GetReflection();
    if (!field->is_repeated()) return Passes(test, in.GetMessage(message, field), steps.subspan(1));
    const int size = in.FieldSize(message, field);
    for (int i = 0; i < size; ++i)
      if (Passes(test, in.GetRepeatedMessage(message, field, i), steps.subspan(1))) return true;
    return false;
  }

 private:
  bool LastPasses(const Test& test, const Message& message, const FieldDescriptor* field) {
    const Reflection& in = *message.GetReflection();
    const bool presence = std::holds_alternative<Presence>(test.operand);
    if (field->is_repeated()) {
      const int size = in.FieldSize(message, field);
      if (presence) return size > 0;
      for (int i = 0; i < size; ++i)
        if (ValuePasses(test, message, field, i)) return true;
      return false;
    }
    if (presence) return in.HasField(message, field);
    // What is absent (rather than zero or empty) differs from every value and is equal to none.
    if (field->has_presence() && !in.HasField(message, field)) return test.op == Operator::kNotEqual;
    return ValuePasses(test, message, field, -1);
  }

  // `item` is an index of a list, -1 where the field is none.
  bool ValuePasses(const Test& test, const Message& message, const FieldDescriptor* field, int item) {
    const Reflection& in = *message.GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      return Compare(TimeOf(item < 0 ? in.GetMessage(message, field) : in.GetRepeatedMessage(message, field, item)),
                     test);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return NumberPasses(test, message, field, item);
    std::string scratch;
    const std::string& text = item < 0 ? in.GetStringReference(message, field, &scratch)
                                       : in.GetRepeatedStringReference(message, field, item, &scratch);
    const auto* within = std::get_if<Within>(&test.operand);
    if (within == nullptr) return TextPasses(text, test);
    FoldedSearch passing;  // a text that reflection put together is gone after this
    return (&text == &scratch ? passing : search_).Contains(text, within->folded);
  }

  FoldedSearch& search_;
};

}  // namespace

bool Holds(const Condition& condition, const Message& record, FoldedSearch& search) {
  const auto holds = [&record, &search](const Condition& part) { return Holds(part, record, search); };
  const auto& parts = condition.parts;
  switch (condition.kind) {
    case Node::Kind::kAll:
      return std::all_of(parts.begin(), parts.end(), holds);
    case Node::Kind::kAny:
      return std::any_of(parts.begin(), parts.end(), holds);
    case Node::Kind::kNot:
      return !holds(parts.front());
    case Node::Kind::kComparison:
      return Question(search).Passes(condition.test, record, condition.test.steps);
  }
  return false;
}

}  // namespace lectern::aip::filter
