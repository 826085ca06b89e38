#include "services/aip/violations.h"

#include "absl/strings/str_cat.h"
#include "google/api/resource.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::aip {

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
  google::rpc::ResourceInfo info;
  info.set_resource_type(ResourceType(kind));
  info.set_resource_name(std::string(name));
  AddDetail(status, info);
  return status;
}

}  // namespace lectern::aip
