#include "services/rpc/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::rpc {
namespace {

// Cuts a list of field violations until the whole fits, and says how many went.
void Shorten(google::rpc::BadRequest& request, size_t most_bytes) {
  size_t size = request.ByteSizeLong();
  if (size <= most_bytes) return;
  int cut = 0;
  while (request.field_violations_size() > 1 && size + 64 > most_bytes) {
    size -= request.field_violations(request.field_violations_size() - 1).ByteSizeLong() + 2;
    request.mutable_field_violations()->RemoveLast();
    ++cut;
  }
  auto* rest = request.add_field_violations();
  rest->set_description(absl::StrCat("and ", cut, " more"));
}

// A message may quote what the caller sent. Cut at a character's boundary.
std::string Shortened(absl::string_view message) {
  constexpr size_t kMaxMessageBytes = 1024;
  if (message.size() <= kMaxMessageBytes) return std::string(message);
  size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<uint8_t>(message[end]) & 0xc0) == 0x80) --end;
  return absl::StrCat(message.substr(0, end), "...");
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& error, const std::string& call_id) {
  absl::Status mapped = error;
  if (ReasonOf(error) == v1::ERROR_REASON_UNSPECIFIED)
    mapped =
        Fault(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL_FAULT,
              absl::StrCat("a fault of the server; its log has the cause under ", call_id), {{"call_id", call_id}});
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(mapped.code()));
  wire.set_message(Shortened(mapped.message()));
  mapped.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    google::protobuf::Any detail;
    detail.set_type_url(std::string(type));
    detail.set_value(std::string(payload));
    google::rpc::BadRequest request;
    if (detail.UnpackTo(&request)) {
      Shorten(request, kMaxDetailBytes / 2);
      detail.PackFrom(request);
    }
    // ErrorInfo first: it is what programs read.
    *wire.add_details() = detail;
    if (detail.Is<google::rpc::ErrorInfo>()) wire.mutable_details()->SwapElements(0, wire.details_size() - 1);
  });
  while (wire.details_size() > 1 && wire.ByteSizeLong() > kMaxDetailBytes) wire.mutable_details()->RemoveLast();
  return wire;
}

grpc::Status ToWire(const absl::Status& status, const std::string& call_id) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status wire = ToRpcStatus(status, call_id);
  return grpc::Status(static_cast<grpc::StatusCode>(wire.code()), wire.message(), wire.SerializeAsString());
}

}  // namespace lectern::rpc
