#include "services/editing/publication.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "lectern/v1/types.pb.h"
#include "services/editing/field_access.h"
#include "storage/engine/fault.h"
#include "storage/engine/timestamp.h"
#include "storage/records/redaction.h"

namespace lectern::editing {
namespace {

using google::protobuf::Message;

v1::Review& MutableReview(Message& record) {
  return static_cast<v1::Review&>(*record.GetReflection()->MutableMessage(&record, Field(record, "review")));
}

}  // namespace

void FillDefaults(Message& record) {
  const auto* reflection = record.GetReflection();
  if (const auto* lifecycle = Field(record, "lifecycle");
      lifecycle != nullptr && EnumOf(record, "lifecycle") == v1::LIFECYCLE_UNSPECIFIED)
    reflection->SetEnumValue(&record, lifecycle, v1::LIFECYCLE_DRAFT);
  if (const auto* risk = Field(record, "identity_risk");
      risk != nullptr && EnumOf(record, "identity_risk") == v1::IDENTITY_RISK_UNSPECIFIED)
    reflection->SetEnumValue(&record, risk, v1::IDENTITY_RISK_NOT_ASSESSED);
}

void Publish(const v1::Publication& publication, absl::Time now, Message& record) {
  const auto* lifecycle = Field(record, "lifecycle");
  if (lifecycle == nullptr || EnumOf(record, "lifecycle") != v1::LIFECYCLE_DRAFT) return;
  record.GetReflection()->SetEnumValue(&record, lifecycle, v1::LIFECYCLE_PUBLISHED);
  // What an editor has found about this very text stands: a review of many at once must not unsay that a name is in it.
  if (const auto* risk = Field(record, "identity_risk");
      risk != nullptr && (EnumOf(record, "identity_risk") == v1::IDENTITY_RISK_UNSPECIFIED ||
                          EnumOf(record, "identity_risk") == v1::IDENTITY_RISK_NOT_ASSESSED))
    record.GetReflection()->SetEnumValue(&record, risk, publication.identity_risk());
  v1::Review& review = MutableReview(record);
  review.set_reviewer(publication.reviewer());
  *review.mutable_review_time() = ToTimestamp(now);
}

absl::Status CheckCleared(absl::Time now, Message& record) {
  const auto* lifecycle = Field(record, "lifecycle");
  if (lifecycle == nullptr || EnumOf(record, "lifecycle") != v1::LIFECYCLE_PUBLISHED) return absl::OkStatus();
  google::rpc::PreconditionFailure lacking;
  const auto lacks = [&](const char* subject, const char* what) {
    auto* violation = lacking.add_violations();
    violation->set_type("PUBLICATION_NOT_CLEARED");
    violation->set_subject(subject);
    violation->set_description(what);
  };
  if (MutableReview(record).reviewer().empty()) lacks("review.reviewer", "says who has looked at it");
  if (Field(record, "identity_risk") != nullptr) {
    const int assessed = EnumOf(record, "identity_risk");
    if (assessed == v1::IDENTITY_RISK_UNSPECIFIED || assessed == v1::IDENTITY_RISK_NOT_ASSESSED)
      lacks("identity_risk", "says whether a victim or a relative can be recognised");
    if (assessed == v1::IDENTITY_RISK_NAMED && !storage::HasRedactions(record))
      lacks("redactions", "hide the name that identity_risk speaks of");
  }
  if (lacking.violations().empty()) {
    v1::Review& review = MutableReview(record);
    if (!review.has_review_time()) *review.mutable_review_time() = ToTimestamp(now);
    return absl::OkStatus();
  }
  absl::Status status = Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PUBLICATION_NOT_CLEARED,
                              "cannot be published yet: it needs " + lacking.violations(0).subject() + ", which " +
                                  lacking.violations(0).description());
  AddDetail(status, lacking);
  return status;
}

}  // namespace lectern::editing
