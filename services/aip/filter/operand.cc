#include <cmath>
#include <limits>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "services/aip/filter/condition.h"
#include "services/aip/filter/fold.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::aip::filter {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

// A field that holds a resource's name is had whole: topics/a is no part of topics/a-b.
bool HoldsName(const FieldDescriptor& field) {
  if (field.options().HasExtension(google::api::resource_reference)) return true;
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i)
    if (options.GetExtension(google::api::field_behavior, i) == google::api::IDENTIFIER) return true;
  return false;
}

// "LIFECYCLE_" of the first value's LIFECYCLE_UNSPECIFIED, which buf's lint asks for.
std::string PrefixOf(const EnumDescriptor& type) {
  absl::string_view first = type.value(0)->name();
  return absl::ConsumeSuffix(&first, "UNSPECIFIED") ? std::string(first) : std::string();
}

std::string ValuesOf(const EnumDescriptor& type) {
  const std::string prefix = PrefixOf(type);
  std::string values;
  for (int i = 0; i < type.value_count(); ++i)
    absl::StrAppend(&values, i == 0 ? "" : ", ", absl::StripPrefix(type.value(i)->name(), prefix));
  return values;
}

std::optional<absl::Time> ReadTime(const std::string& value) {
  // Abseil also takes what RFC 3339 does not: "infinite-future", years of other lengths, white space around.
  const auto digits = [&value](size_t from, size_t count) {
    for (size_t i = from; i < from + count; ++i)
      if (i >= value.size() || !absl::ascii_isdigit(static_cast<unsigned char>(value[i]))) return false;
    return true;
  };
  if (!digits(0, 4) || !digits(5, 2) || !digits(8, 2) || absl::ascii_isspace(static_cast<unsigned char>(value.back())))
    return std::nullopt;
  absl::Time time;
  const bool read = value.size() == 10 ? absl::ParseTime("%Y-%m-%d", value, &time, nullptr)
                                       : absl::ParseTime(absl::RFC3339_full, value, &time, nullptr);
  return read ? std::optional(time) : std::nullopt;
}

// One comparison whose field is known.
class Reader {
 public:
  Reader(std::string_view text, const Comparison& comparison, const FieldDescriptor& field)
      : text_(text), comparison_(comparison), field_(field) {}

  absl::StatusOr<Operand> Read(Operator& op) const {
    op = comparison_.op;
    if (field_.type() == FieldDescriptor::TYPE_BYTES)
      return Refuse(text_, comparison_.path_at, absl::StrCat("names ", field_.name(), ", which holds no text"));
    if (comparison_.presence) return Presence();
    if (field_.cpp_type() == FieldDescriptor::CPPTYPE_STRING) return Text(op);
    if (IsTime(field_)) return Time();
    if (op == Operator::kHas) op = Operator::kEqual;
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_ENUM:
        return Enum();
      case FieldDescriptor::CPPTYPE_BOOL:
        return Bool();
      case FieldDescriptor::CPPTYPE_INT32:
        return Whole<int32_t, int64_t>();
      case FieldDescriptor::CPPTYPE_INT64:
        return Whole<int64_t, int64_t>();
      case FieldDescriptor::CPPTYPE_UINT32:
        return Whole<uint32_t, uint64_t>();
      case FieldDescriptor::CPPTYPE_UINT64:
        return Whole<uint64_t, uint64_t>();
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return Fraction();
      default:
        return Refuse(text_, comparison_.op_at,
                      absl::StrCat("expects .field of ", field_.message_type()->name(), ", or :* (is set)"));
    }
  }

 private:
  absl::StatusOr<Operand> Text(Operator& op) const {
    if (op != Operator::kHas) return comparison_.value;
    if (HoldsName(field_)) {
      op = Operator::kEqual;
      return comparison_.value;
    }
    std::string folded = Fold(comparison_.value);
    if (folded.empty()) return Expects(R"(a text to look for; = "" asks for an empty one and :* for any)");
    return Within{std::move(folded)};
  }

  absl::StatusOr<Operand> Time() const {
    if (comparison_.op == Operator::kHas) return OperatorsAre("=, !=, <, <=, >, >= and :*");
    const std::optional<absl::Time> time = ReadTime(comparison_.value);
    if (!time) return Expects("a time such as 2026-11-24T08:30:00Z, or a date such as 2026-11-24 (0:00 UTC)");
    return *time;
  }

  absl::StatusOr<Operand> Enum() const {
    RETURN_IF_ERROR(NoOrder());
    const EnumDescriptor& type = *field_.enum_type();
    const EnumValueDescriptor* value = type.FindValueByName(comparison_.value);
    if (value == nullptr) value = type.FindValueByName(PrefixOf(type) + comparison_.value);
    if (value == nullptr) return Expects(absl::StrCat("one of ", ValuesOf(type)));
    return int64_t{value->number()};
  }

  absl::StatusOr<Operand> Bool() const {
    RETURN_IF_ERROR(NoOrder());
    if (comparison_.value != "true" && comparison_.value != "false") return Expects("true or false");
    return int64_t{comparison_.value == "true"};
  }

  // `Own` is the field's type, `Wide` the one that holds all of its kind.
  template <typename Own, typename Wide>
  absl::StatusOr<Operand> Whole() const {
    Own number = 0;
    if (!absl::SimpleAtoi(comparison_.value, &number))
      return Expects(absl::StrCat("a whole number from ", std::numeric_limits<Own>::min(), " to ",
                                  std::numeric_limits<Own>::max()));
    return Wide{number};
  }

  absl::StatusOr<Operand> Fraction() const {
    double number = 0;
    if (!absl::SimpleAtod(comparison_.value, &number) || !std::isfinite(number)) return Expects("a number such as 0.5");
    // 0.9 of the filter is to equal 0.9 of the record, which is no double.
    if (field_.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) number = static_cast<float>(number);
    return number;
  }

  absl::Status NoOrder() const {
    const Operator op = comparison_.op;
    if (op == Operator::kEqual || op == Operator::kNotEqual || op == Operator::kHas) return absl::OkStatus();
    return OperatorsAre("=, != and :");
  }

  absl::Status OperatorsAre(std::string_view operators) const {
    return Refuse(text_, comparison_.op_at,
                  absl::StrCat("expects one of ", Absl(operators), " behind ", field_.name()));
  }

  absl::Status Expects(std::string_view what) const {
    return Refuse(text_, comparison_.value_at, absl::StrCat("expects ", Absl(what)));
  }

  const std::string_view text_;
  const Comparison& comparison_;
  const FieldDescriptor& field_;
};

}  // namespace

absl::StatusOr<Operand> ReadOperand(std::string_view text, const Comparison& comparison, const FieldDescriptor& field,
                                    Operator& op) {
  return Reader(text, comparison, field).Read(op);
}

}  // namespace lectern::aip::filter
