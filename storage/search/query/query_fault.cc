#include "storage/search/query/query_fault.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/engine/fault.h"
#include "storage/search/query/ast.h"

namespace lectern::search {

absl::Status QueryFault(std::string_view rule) {
  absl::Status status =
      Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID, std::string("the query ").append(rule));
  google::rpc::BadRequest request;
  auto* violation = request.add_field_violations();
  violation->set_field("query");
  violation->set_description(std::string(rule));
  AddDetail(status, request);
  return status;
}

absl::Status TooManyWordsFault() { return QueryFault(absl::StrCat("has more than ", kMaxQueryTerms, " words")); }

}  // namespace lectern::search
