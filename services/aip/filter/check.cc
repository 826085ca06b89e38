#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lectern/v1/limits.pb.h"
#include "services/aip/filter/condition.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/record_value.h"

namespace lectern::aip::filter {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// An error names so many bytes of fields, and counts the rest.
constexpr size_t kMaxNamesBytes = 600;

bool IsOffered(const Offer& offer, const FieldDescriptor& field) {
  if (field.options().GetExtension(v1::limits).computed()) return false;
  if (field.number() < storage::kFirstStampField) return field.number() <= offer.highest_field;
  return offer.stamps && field.name() != "etag";  // whose form is nobody's business
}

// Resolves the path of one comparison.
class PathWalk {
 public:
  PathWalk(std::string_view text, const Comparison& comparison, const Offer& offer)
      : text_(text), comparison_(comparison), offer_(offer) {}

  absl::StatusOr<std::vector<const FieldDescriptor*>> Steps() {
    std::vector<const FieldDescriptor*> steps;
    const Descriptor* message = &offer_.resource;
    std::string_view rest = comparison_.path;
    size_t at = comparison_.path_at;
    while (true) {
      const size_t dot = std::min(rest.find('.'), rest.size());
      const FieldDescriptor* field = message->FindFieldByName(std::string(rest.substr(0, dot)));
      if (field == nullptr || !Offered(*field)) return Unknown(*message, at);
      steps.push_back(field);
      if (field->is_repeated() && comparison_.op != Operator::kHas)
        return Refuse(text_, comparison_.op_at,
                      absl::StrCat("offers : alone, since ", field->name(), " is a list: ", comparison_.path,
                                   ":\"...\" asks whether an item has it"));
      if (dot == rest.size()) return steps;
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || IsTime(*field))
        return Refuse(text_, at + dot + 1, absl::StrCat("expects an operator: ", field->name(), " has no fields"));
      message = field->message_type();
      rest.remove_prefix(dot + 1);
      at += dot + 1;
    }
  }

 private:
  bool Offered(const FieldDescriptor& field) const {
    return field.containing_type() != &offer_.resource || IsOffered(offer_, field);
  }

  // The name is not said again: it may be a word of a search.
  absl::Status Unknown(const Descriptor& message, size_t at) const {
    std::string names;
    int unnamed = 0;
    for (int i = 0; i < message.field_count(); ++i) {
      if (!Offered(*message.field(i))) continue;
      if (names.size() + message.field(i)->name().size() > kMaxNamesBytes)
        ++unnamed;
      else
        absl::StrAppend(&names, names.empty() ? "" : ", ", message.field(i)->name());
    }
    if (unnamed > 0) absl::StrAppend(&names, " and ", unnamed, " more");
    return Refuse(text_, at,
                  absl::StrCat("expects a field of ", &message == &offer_.resource ? "the resource" : message.name(),
                               ": ", names));
  }

  const std::string_view text_;
  const Comparison& comparison_;
  const Offer& offer_;
};

}  // namespace

bool IsTime(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name() == "google.protobuf.Timestamp";
}

absl::StatusOr<Condition> Check(std::string_view text, const Node& node, const Offer& offer) {
  Condition condition;
  condition.kind = node.kind;
  if (node.kind == Node::Kind::kComparison) {
    ASSIGN_OR_RETURN(condition.test.steps, PathWalk(text, node.comparison, offer).Steps());
    ASSIGN_OR_RETURN(condition.test.operand,
                     ReadOperand(text, node.comparison, *condition.test.steps.back(), condition.test.op));
    return condition;
  }
  for (const Node& part : node.parts) {
    ASSIGN_OR_RETURN(Condition checked, Check(text, part, offer));
    condition.parts.push_back(std::move(checked));
  }
  return condition;
}

}  // namespace lectern::aip::filter
