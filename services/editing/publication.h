// The rules that stand between a text and its readers.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "lectern/v1/batch.pb.h"

namespace lectern::editing {

// Writes out what was left unsaid: a lifecycle is DRAFT, an identity risk NOT_ASSESSED.
void FillDefaults(google::protobuf::Message& record);

// Publishes a draft with the review of `publication`; what is published or withdrawn stays as it is.
void Publish(const v1::Publication& publication, absl::Time now, google::protobuf::Message& record);

// A published record needs a reviewer and, where its kind has one, an assessed identity risk; a named person needs
// redactions. FAILED_PRECONDITION (PUBLICATION_NOT_CLEARED) with a PreconditionFailure that says what lacks. Sets the
// time of a review that states none.
absl::Status CheckCleared(absl::Time now, google::protobuf::Message& record);

}  // namespace lectern::editing
