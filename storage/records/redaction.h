// Replaces redacted spans, so that a flagged identity is not in the public projection at all.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace lectern::storage {

// Applies record.redactions to the text fields they name. INVALID_ARGUMENT (FIELD_INVALID), with `record` in an
// undefined state, where a path names no string field, a span is not within its text or not on a character's boundary,
// or two spans of a field overlap; the message names the redaction by its index. Records without such a field are left
// as they are.
absl::Status ApplyRedactions(google::protobuf::Message& record);

// True where the record has redactions.
bool HasRedactions(const google::protobuf::Message& record);

// True where `updated` has the same redactions as `old` and one of the texts that they name is another one: its spans
// would then hide something else than what they were made for.
bool RedactionsAreStale(const google::protobuf::Message& old, const google::protobuf::Message& updated);

}  // namespace lectern::storage
