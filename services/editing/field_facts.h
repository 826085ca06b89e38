// What the contract says of the fields of a message, looked up in the descriptors once: options are slow to read, and
// every write of every resource asks for those of all its fields.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "lectern/v1/limits.pb.h"

namespace lectern::editing {

struct FieldFacts {
  const google::protobuf::FieldDescriptor* field = nullptr;
  bool required = false;
  bool output_only = false;
  const v1::Limits* limits = nullptr;      // never null
  const std::string* reference = nullptr;  // type of the resource that it names, such as "lectern/Topic"; null for none
};

// In the order of declaration. Valid as long as the calling thread.
const std::vector<FieldFacts>& FactsOf(const google::protobuf::Descriptor* message);

// A field inside a message, and those that it lies in: its path is put together only where it is to be told.
struct FieldStep {
  const FieldStep* outer = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int item = -1;  // of a repeated field

  // Example: "passages[2].text".
  std::string Path() const;
};

}  // namespace lectern::editing
