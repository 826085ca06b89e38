// Replaces redacted spans, so that a flagged identity is not in the public projection at all.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace lectern::storage {

// Applies record.redactions to the text fields they name. INVALID_ARGUMENT (FIELD_INVALID), with `record` in an undefined
// state, where a path names no string field, a span is not within its text or not on a character's boundary, or two spans
// of a field overlap; the message names the redaction by its index. Records without such a field are left as they are.
absl::Status ApplyRedactions(google::protobuf::Message& record);

// True where the record has redactions.
bool HasRedactions(const google::protobuf::Message& record);

}  // namespace lectern::storage
