// Get, BatchGet and List over any kind of record, handing stored bytes to gRPC untouched.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lectern/v1/types.pb.h"
#include "services/aip/backend.h"
#include "services/aip/request_hash.h"
#include "storage/records/record_reader.h"

namespace lectern::aip {

// Fills in what depends on the moment of the answer (a hotline's `overdue`). Runs on an executor.
using Decorate = std::function<absl::Status(const storage::Snapshot& snapshot, storage::Audience audience,
                                            google::protobuf::Message& record)>;

// Ends `call` with the record as it is now, or as it was at `at`. Where `decorate` is null its bytes go out as stored.
void Get(const Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind, const std::string& name,
         v1::View view, const Decorate& decorate = nullptr, std::optional<storage::Revision> at = {});

// Ends `call` with the records as field 1 of its answer, in the order of `names`, all at one revision. INVALID_ARGUMENT
// where there are none or more than 128; NOT_FOUND for the first that is missing or hidden; RESOURCE_EXHAUSTED
// (LIMIT_EXCEEDED) where the answer would have more than kMaxPageBytes.
void BatchGet(const Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind,
              std::vector<std::string> names, v1::View view);

// A listing: which records, in which order.
struct Listing {
  const storage::RecordKind* kind = nullptr;
  const storage::IndexDefinition* index = nullptr;
  storage::IndexParts prefix;
  storage::Direction direction = storage::Direction::kForward;
  Decorate decorate;
};

// Which page of it.
struct PageRequest {
  int32_t page_size = 0;
  std::string page_token;
  v1::View view = v1::VIEW_UNSPECIFIED;
  uint64_t request_hash = 0;
};

// The fields every List request has.
template <class Request>
PageRequest PageRequestOf(const rpc::Call& call, const Request& request) {
  return {request.page_size(), request.page_token(), request.view(), ListingHash(call, request)};
}

inline constexpr int32_t kDefaultPageSize = 50;
inline constexpr int32_t kMaxPageSize = 1000;
inline constexpr size_t kMaxPageBytes = 3 << 20;  // clients take 4 MiB unless told otherwise

// Ends `call` with a page: records as field 1, next_page_token as 2, total_size as 3.
void List(const Backend& backend, const rpc::CallPtr& call, Listing listing, PageRequest page);

}  // namespace lectern::aip
