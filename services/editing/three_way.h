// What becomes of a record when the last import, the file and the catalogue are compared field by field.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace lectern::editing {

using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;

// The fields that an item speaks of: those of `mask`, all of them top-level; without a mask all that an import is
// responsible for, and of those that editors decide on the ones that the item states (a draft that nobody has assessed
// states nothing). INVALID_ARGUMENT (FIELD_INVALID)
// for a path that the resource does not have.
absl::StatusOr<std::vector<const FieldDescriptor*>> FieldsOfItem(const Message& item, const FieldMask& mask);

struct ThreeWay {
  struct Difference {
    const FieldDescriptor* field = nullptr;
    bool conflict = false;
  };
  // The catalogue's record with what the file has changed.
  std::unique_ptr<Message> merged;
  // Fields in which file and catalogue differ, in the order of their numbers.
  std::vector<Difference> differences;
  bool conflict = false;  // of one of them at least
  bool takes = false;     // merged differs from the catalogue's record
  bool leaves = false;    // merged differs from the file: an editor's change stays
};

// `base` is what the last import brought; null where that is not known: every difference is a conflict then.
ThreeWay CompareThreeWays(const Message* base, const Message& item, const Message& current,
                          const std::vector<const FieldDescriptor*>& fields);

// `record` with the fields of `item` alone, as JSON.
std::string FieldAsJson(const Message& record, const FieldDescriptor* field);

// Adds to lists of `current` what they lack, and fills what is empty.
void Append(const Message& item, const std::vector<const FieldDescriptor*>& fields, Message& current);

// Sets in `current` the fields as `item` has them, empty ones too.
void TakeFields(const Message& item, const std::vector<const FieldDescriptor*>& fields, Message& current);

}  // namespace lectern::editing
