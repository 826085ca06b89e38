// The API's own JSON form of messages, written straight from the message: protobuf's own printer goes by way of type
// descriptions that it looks up by name, which made it take 20 times as long.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace lectern::exports {

// Appends proto3's JSON mapping of `message` on one line: fields that are set, in the order of their numbers, under
// their lowerCamelCase names. For messages of the contract: of the well-known types it knows Timestamp alone.
void AppendJson(const google::protobuf::Message& message, std::string& out);

// Appends `text`, which is UTF-8, as a JSON string.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace lectern::exports
