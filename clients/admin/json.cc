#include "clients/admin/json.h"

#include "google/protobuf/util/json_util.h"

namespace lectern::admin {

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = false;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError("the answer has no JSON form: " + status.ToString());
  if (!json.ends_with('\n')) json += '\n';
  return json;
}

}  // namespace lectern::admin
