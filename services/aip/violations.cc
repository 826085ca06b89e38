#include "services/aip/violations.h"

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::aip {

void Violations::Add(std::string_view field, std::string_view rule) {
  auto* violation = request_.add_field_violations();
  violation->set_field(absl::StrCat(prefix_, Absl(field)));
  violation->set_description(std::string(rule));
}

absl::Status Violations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  const auto& first = request_.field_violations(0);
  std::string message = absl::StrCat(first.field(), " ", first.description());
  if (request_.field_violations_size() > 1)
    absl::StrAppend(&message, "; and ", request_.field_violations_size() - 1, " more");
  absl::Status status = Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID, message);
  AddDetail(status, request_);
  return status;
}

absl::Status FieldFault(v1::ErrorReason reason, std::string_view field, std::string_view rule) {
  absl::Status status = Fault(absl::StatusCode::kInvalidArgument, reason,
                              absl::StrCat(Absl(field), " ", Absl(rule)));
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(rule));
  AddDetail(status, request);
  return status;
}

absl::Status NotFound(std::string_view resource_type, std::string_view name) {
  absl::Status status = Fault(absl::StatusCode::kNotFound, v1::ERROR_REASON_RESOURCE_NOT_FOUND,
                              absl::StrCat("there is no ", Absl(resource_type), " ", Absl(name),
                                           ", or none that the caller may see"));
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::string(resource_type));
  info.set_resource_name(std::string(name));
  AddDetail(status, info);
  return status;
}

}  // namespace lectern::aip
