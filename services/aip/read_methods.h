// Get, BatchGet, List and ListRevisions over any kind of record, handing stored bytes to gRPC untouched.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lectern/v1/types.pb.h"
#include "services/aip/backend.h"
#include "services/aip/filter/filter.h"
#include "services/aip/request_hash.h"
#include "storage/records/record_reader.h"

namespace lectern::aip {

// Fills in what depends on the moment of the answer (a hotline's `overdue`). Runs on an executor.
using Decorate = std::function<absl::Status(const storage::Snapshot& snapshot, storage::Audience audience,
                                            google::protobuf::Message& record)>;

// What to get of a record.
struct GetOptions {
  v1::View view = v1::VIEW_UNSPECIFIED;
  storage::Revision read_revision = 0;  // as it was then; 0: as it is now
  Decorate decorate;                    // null: bytes go out as stored
};

// Ends `call` with the record `name`, which may end in "@{revision}". Whatever state is asked for, readers get it only
// where they may see the record now and nothing of that state was taken from them since. NOT_FOUND (RESOURCE_NOT_FOUND,
// RESOURCE_EXPUNGED); OUT_OF_RANGE (REVISION_AHEAD).
void Get(const Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind, const std::string& name,
         GetOptions options);

// Ends `call` with the records as field 1 of its answer, in the order of `names`, all at one revision. INVALID_ARGUMENT
// where there are none or more than 128; NOT_FOUND for the first that is missing or hidden; RESOURCE_EXHAUSTED
// (LIMIT_EXCEEDED) where the answer would have more than kMaxPageBytes; OUT_OF_RANGE (REVISION_AHEAD).
void BatchGet(const Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind,
              std::vector<std::string> names, GetOptions options);

// A listing: which records, in which order.
struct Listing {
  const storage::RecordKind* kind = nullptr;
  const storage::IndexDefinition* index = nullptr;
  storage::IndexParts prefix;
  storage::Direction direction = storage::Direction::kForward;
  bool deleted_too = false;
  std::optional<Filter> rest;  // what the index does not answer; each record is read and asked
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
// Most records that one call reads to ask a filter, for a page and for the total.
inline constexpr size_t kScanBudget = 5000;
inline constexpr size_t kCountBudget = 10000;

// Ends `call` with a page: records as field 1, next_page_token as 2, total_size as 3.
void List(const Backend& backend, const rpc::CallPtr& call, Listing listing, PageRequest page);

// Ends `call` with a page of the states of one record, the newest first: states as field 1, next_page_token as 2.
void ListRevisions(const Backend& backend, const rpc::CallPtr& call, const storage::RecordKind& kind, std::string name,
                   PageRequest page, Decorate decorate);

// How many records a page has for `page_size` of a request that is not negative.
size_t CoercedPageSize(int32_t page_size);

}  // namespace lectern::aip
