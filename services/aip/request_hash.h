// Hashes of requests: a page token or a request_id belongs to one request and no other.
#pragma once

#include <cstdint>
#include <string>

#include "google/protobuf/message.h"
#include "services/rpc/call.h"

namespace lectern::aip {

// Of method, role and all fields but page_size and page_token.
uint64_t ListingHash(const rpc::Call& call, const google::protobuf::Message& request);

// Of all fields but request_id. 32 bytes.
std::string WriteHash(const google::protobuf::Message& request);

}  // namespace lectern::aip
