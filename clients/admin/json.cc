#include "clients/admin/json.h"

#include "google/protobuf/util/json_util.h"

namespace lectern::admin {

namespace {

absl::StatusOr<std::string> Convert(const google::protobuf::Message& message, bool white_space) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = white_space;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = false;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError("the answer has no JSON form: " + status.ToString());
  return json;
}

}  // namespace

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  auto json = Convert(message, true);
  if (json.ok() && !json->ends_with('\n')) *json += '\n';
  return json;
}

absl::StatusOr<std::string> ToJsonLine(const google::protobuf::Message& message) { return Convert(message, false); }

}  // namespace lectern::admin
