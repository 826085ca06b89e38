// The API's own JSON form.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace lectern::admin {

// `message` in proto3's JSON mapping: lowerCamelCase names, zeros and empty lists printed, 64-bit numbers as strings,
// indented, with a line end. INTERNAL: it holds a time that the mapping has no form for.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

// The same on one line, without its end.
absl::StatusOr<std::string> ToJsonLine(const google::protobuf::Message& message);

}  // namespace lectern::admin
