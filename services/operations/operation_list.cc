#include "services/operations/operation_list.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/aip/page_token.h"
#include "services/aip/read_methods.h"
#include "services/aip/request_hash.h"
#include "services/aip/violations.h"
#include "services/operations/operation_name.h"
#include "storage/engine/fault.h"

namespace lectern::operations {
namespace {

using google::longrunning::ListOperationsRequest;
using google::longrunning::ListOperationsResponse;

// Which operations a filter asks for; nullopt: all.
absl::StatusOr<std::optional<bool>> DoneFilter(const std::string& filter) {
  std::string spaced;
  for (const char c : filter) absl::StrAppend(&spaced, c == '=' ? " = " : std::string(1, c));
  const std::vector<std::string> words = absl::StrSplit(spaced, ' ', absl::SkipEmpty());
  if (words.empty()) return std::optional<bool>();
  if (words.size() == 3 && words[0] == "done" && words[1] == "=" && (words[2] == "true" || words[2] == "false"))
    return std::optional<bool>(words[2] == "true");
  return aip::FieldFault(v1::ERROR_REASON_FILTER_UNSUPPORTED, "filter", "is neither `done = true` nor `done = false`");
}

absl::Status Check(const ListOperationsRequest& request) {
  aip::Violations violations;
  if (!request.name().empty() && request.name() != kOperationCollection)
    violations.Add("name", "is neither \"operations\" nor empty: there are no other collections");
  if (request.page_size() < 0) violations.Add("page_size", "is negative");
  if (request.return_partial_success())
    violations.Add("return_partial_success", "is for reading across collections, of which there is one");
  return violations.ToStatus();
}

}  // namespace

bool MaySee(const auth::Principal& principal, const StoredOperation& operation) {
  return principal.role >= v1::ROLE_ADMIN || principal.id == operation.principal();
}

absl::StatusOr<ListOperationsResponse> ListOperations(const aip::Backend& backend, const rpc::Call& call,
                                                      const ListOperationsRequest& request,
                                                      storage::Revision& revision) {
  RETURN_IF_ERROR(Check(request));
  ASSIGN_OR_RETURN(const std::optional<bool> done, DoneFilter(request.filter()));
  internal::v1::PageTokenPayload token;
  token.set_request_hash(aip::ListingHash(call, request));
  token.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
  std::optional<storage::Revision> at;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(token, aip::OpenPageToken(backend.identity, request.page_token(), token.request_hash()));
    at = token.revision();
  }
  ASSIGN_OR_RETURN(const auto snapshot, backend.engine.OpenSnapshot(at));
  revision = snapshot->revision();
  token.set_revision(revision);

  const int size = request.page_size() == 0 ? aip::kDefaultPageSize : std::min(request.page_size(), aip::kMaxPageSize);
  ListOperationsResponse page;
  size_t bytes = 0;
  bool more = false;
  const std::string after = token.last_key();
  RETURN_IF_ERROR(ForEachOperation(
      *snapshot, storage::Direction::kBackward, after, [&](const std::string& key, StoredOperation stored) {
        if (!MaySee(call.principal(), stored) || (done && *done != stored.operation().done())) return true;
        bytes += stored.operation().ByteSizeLong();
        more = page.operations_size() == size || (bytes > aip::kMaxPageBytes && page.operations_size() > 0);
        if (more) return false;
        *page.add_operations() = std::move(*stored.mutable_operation());
        token.set_last_key(key);
        return true;
      }));
  if (more) page.set_next_page_token(aip::SealPageToken(backend.identity, token));
  return page;
}

}  // namespace lectern::operations
