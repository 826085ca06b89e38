// A filter that has been checked against a resource: paths are fields, values have their types.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/aip/filter/fold.h"
#include "services/aip/filter/syntax.h"

namespace lectern::aip::filter {

// The field is set; of a list, that it has an item.
struct Presence {};

// Part of a text, whatever its case.
struct Within {
  std::string folded;
};

// int64_t stands for enums and bool as well; double has a float's precision where the field is a float.
using Operand = std::variant<Presence, Within, std::string, int64_t, uint64_t, double, absl::Time>;

struct Test {
  // From the resource to the field; the steps but for the last are messages. Where a step is a list, one item that
  // passes is enough.
  std::vector<const google::protobuf::FieldDescriptor*> steps;
  Operator op = Operator::kEqual;  // kHas with Presence and Within alone
  Operand operand;
};

struct Condition {
  Node::Kind kind = Node::Kind::kAll;
  std::vector<Condition> parts;  // as Node's
  Test test;                     // of kComparison
};

// Which fields of a resource a filter may name.
struct Offer {
  const google::protobuf::Descriptor& resource;
  int highest_field;  // of the resource's own fields below the stamps
  bool stamps;        // revision and update_time besides
};

// The condition that `node`, parsed of `text`, states. INVALID_ARGUMENT (FILTER_UNSUPPORTED) as Refuse says it, for the
// first comparison that does not fit.
absl::StatusOr<Condition> Check(std::string_view text, const Node& node, const Offer& offer);

// The value of `comparison` as `field` needs it. Sets `op` to what compares with it.
absl::StatusOr<Operand> ReadOperand(std::string_view text, const Comparison& comparison,
                                    const google::protobuf::FieldDescriptor& field, Operator& op);

// Whether `record`, of the resource that was checked against, fulfils `condition`. `search` is of this record alone.
bool Holds(const Condition& condition, const google::protobuf::Message& record, FoldedSearch& search);

// google.protobuf.Timestamp, which is compared as one value.
bool IsTime(const google::protobuf::FieldDescriptor& field);

}  // namespace lectern::aip::filter
