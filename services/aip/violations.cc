#include "services/aip/violations.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "google/api/resource.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"
#include "storage/records/record_reader.h"
#include "storage/records/record_value.h"

namespace lectern::aip {
namespace {

void AddResource(absl::Status& status, const storage::RecordKind& kind, std::string_view name) {
  google::rpc::ResourceInfo info;
  info.set_resource_type(ResourceType(kind));
  info.set_resource_name(std::string(name));
  AddDetail(status, info);
}

}  // namespace

void Violations::Add(std::string_view field, std::string_view rule) {
  if (request_.field_violations_size() >= kMostListed) {
    ++unlisted_;
    return;
  }
  auto* violation = request_.add_field_violations();
  violation->set_field(absl::StrCat(prefix_, Absl(field)));
  violation->set_description(std::string(rule));
}

absl::Status Violations::ToStatus(v1::ErrorReason reason) const {
  if (empty()) return absl::OkStatus();
  const auto& first = request_.field_violations(0);
  std::string message = absl::StrCat(first.field(), " ", first.description());
  if (const int more = request_.field_violations_size() - 1 + unlisted_; more > 0)
    absl::StrAppend(&message, "; and ", more, " more");
  absl::Status status = Fault(absl::StatusCode::kInvalidArgument, reason, message);
  AddDetail(status, request_);
  return status;
}

absl::Status FieldFault(v1::ErrorReason reason, std::string_view field, std::string_view rule) {
  absl::Status status = Fault(absl::StatusCode::kInvalidArgument, reason, absl::StrCat(Absl(field), " ", Absl(rule)));
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(rule));
  AddDetail(status, request);
  return status;
}

std::string ResourceType(const storage::RecordKind& kind) {
  return kind.prototype->GetDescriptor()->options().GetExtension(google::api::resource).type();
}

absl::Status NotFound(const storage::RecordKind& kind, std::string_view name) {
  absl::Status status =
      Fault(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND,
            absl::StrCat("there is no ", Absl(kind.singular), " ", Absl(name), ", or none that the caller may see"));
  AddResource(status, kind, name);
  return status;
}

absl::Status MissingOrExpunged(const storage::RecordKind& kind, std::string_view name, const storage::Value& current) {
  ASSIGN_OR_RETURN(const storage::RecordView view, storage::RecordView::Parse(current.bytes()));
  // The tombstone is written by the commit that erased: its time is the erasure's.
  if (!view.expunged()) return NotFound(kind, name);
  // Whoever never saw it learns no more than of any name.
  ASSIGN_OR_RETURN(const std::unique_ptr<google::protobuf::Message> left, storage::ParseRecord(kind, current.bytes()));
  const auto* lifecycle = left->GetDescriptor()->FindFieldByName("lifecycle");
  const auto* hidden = left->GetDescriptor()->FindFieldByName("hidden_through_revision");
  if (lifecycle != nullptr && (hidden == nullptr || left->GetReflection()->GetInt64(*left, hidden) == 0))
    return NotFound(kind, name);
  return Expunged(absl::StatusCode::kNotFound, kind, name, current.time());
}

absl::Status Expunged(absl::StatusCode code, const storage::RecordKind& kind, std::string_view name, absl::Time time) {
  const std::string when = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
  absl::Status status =
      Fault(code, v1::ERROR_REASON_RESOURCE_EXPUNGED,
            absl::StrCat("the ", Absl(kind.singular), " ", Absl(name), " was erased for good at ", when),
            {{"expunge_time", when}});
  AddResource(status, kind, name);
  return status;
}

absl::Status SnapshotExpired(storage::Revision oldest) {
  return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_SNAPSHOT_EXPIRED,
               absl::StrCat("the listing's snapshot is no longer kept; begin it anew (the oldest usable revision is ",
                            oldest, ")"),
               {{"oldest_revision", absl::StrCat(oldest)}});
}

absl::Status RevisionAhead(storage::Revision asked, storage::Revision latest) {
  return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_REVISION_AHEAD,
               absl::StrCat("revision ", asked, " is still to come; the newest is ", latest),
               {{"latest_revision", absl::StrCat(latest)}});
}

}  // namespace lectern::aip
