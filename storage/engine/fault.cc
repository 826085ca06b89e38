#include "storage/engine/fault.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/engine/text.h"

namespace lectern {
namespace {

constexpr std::string_view kTypePrefix = "type.googleapis.com/";
constexpr std::string_view kReasonPrefix = "ERROR_REASON_";

std::string ErrorInfoType() {
  return absl::StrCat(Absl(kTypePrefix), google::rpc::ErrorInfo::descriptor()->full_name());
}

}  // namespace

absl::Status Fault(absl::StatusCode code, v1::ErrorReason reason, std::string_view message,
                   std::initializer_list<FaultDetail> details) {
  absl::Status status(code, Absl(message));
  google::rpc::ErrorInfo info;
  info.set_reason(v1::ErrorReason_Name(reason).substr(kReasonPrefix.size()));
  info.set_domain("lectern");
  for (const auto& [key, value] : details) (*info.mutable_metadata())[std::string(key)] = value;
  AddDetail(status, info);
  return status;
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (auto payload = status.GetPayload(ErrorInfoType()); payload && info.ParseFromString(std::string(*payload)))
    v1::ErrorReason_Parse(absl::StrCat(Absl(kReasonPrefix), info.reason()), &reason);
  return reason;
}

absl::Status OverloadedFault(std::string_view message) {
  absl::Status status = Fault(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED, message);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(200'000'000);
  AddDetail(status, retry);
  return status;
}

void AddDetail(absl::Status& status, const google::protobuf::MessageLite& detail) {
  status.SetPayload(absl::StrCat(Absl(kTypePrefix), detail.GetTypeName()), absl::Cord(detail.SerializeAsString()));
}

}  // namespace lectern
