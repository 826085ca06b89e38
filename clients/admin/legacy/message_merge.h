#pragma once
// Two readings of one resource, field by field.

#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace lectern::legacy {

struct FieldDifference {
  // Its name in the contract: "raw_byline".
  std::string field;
  // Both values as text; a message's as its short text form.
  std::string first;
  std::string second;
};

// Fills in `first`, which is of the same type, what it lacks and `second` has; lists of texts unite, in order. Returns
// the fields that both have and that differ by more than letter case and white space, in the order of the contract;
// there the first stays. Left out: name, keys, rank, provenance, title lines, accesses and passages, which follow rules
// of their own.
std::vector<FieldDifference> MergeFields(const google::protobuf::Message& second, google::protobuf::Message* first);

}  // namespace lectern::legacy
