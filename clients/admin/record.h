// A resource as a record that people read.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "google/protobuf/any.pb.h"
#include "google/protobuf/message.h"

namespace lectern::admin {

// Writes the fields that are set, in the contract's order, a label and a value each; passages with their labels and
// headings. `width` is the terminal's; 0 wraps nothing. The raw text of an import is left out, and said so.
void WriteRecord(const google::protobuf::Message& message, size_t width, std::ostream& out);

// What `any` holds; nullptr where it is empty or of a type that this program does not know.
std::unique_ptr<google::protobuf::Message> Unpacked(const google::protobuf::Any& any);

// The value of an enum without its type's prefix, in lower case. Example: LIFECYCLE_PUBLISHED gives "published".
std::string EnumText(const google::protobuf::EnumValueDescriptor& value);

// A small message of the contract on one line: a time, a date, an access, a review, a number. Empty where `message`
// is none of those.
std::string OneLine(const google::protobuf::Message& message);

}  // namespace lectern::admin
