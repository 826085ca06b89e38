// What becomes of a stored resource when a caller sends another state of it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace lectern::editing {

using google::protobuf::FieldMask;
using google::protobuf::Message;

// Which fields an empty mask means.
enum class EmptyMask {
  kSetFields,  // Update: the fields that are set, so that nothing is emptied by leaving it out
  kAll         // Upsert: all that a caller may set
};

// Sets in `current` the fields of `mask` from `incoming`. Name and output-only fields are never set; a lifecycle,
// identity risk, review or provenance that `incoming` does not state stays unless the mask names it. INVALID_ARGUMENT
// (FIELD_INVALID) for a path that the resource does not have.
absl::Status Merge(const Message& incoming, const FieldMask& mask, EmptyMask empty, Message& current);

// Takes away what only the server sets: output-only fields and stamps.
void ClearOutputOnly(Message& record);

// True where a caller may set the field: all but the name, stamps, and what is output only.
bool IsSettable(const google::protobuf::FieldDescriptor* field);
// True where an import is responsible for the field: a caller may set it, and editors do not decide on it.
bool IsContent(const google::protobuf::FieldDescriptor* field);

// SHA-256 of what an import is responsible for, in lower-case hexadecimal: everything but name, stamps, provenance and
// the fields that editors decide on (lifecycle, review, identity risk, redactions, notes, content notes, link state,
// verification).
std::string ContentDigest(const Message& record);

// True where the two differ in nothing but provenance.
bool SameButForProvenance(const Message& a, const Message& b);

}  // namespace lectern::editing
