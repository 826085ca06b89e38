#include "storage/search/index/damage.h"

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::search {

absl::Status Damaged(std::string_view what) {
  return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_INDEX_NOT_READY,
               absl::StrCat("the search index is damaged (", Absl(what), "); it must be rebuilt"));
}

absl::Status IndexStoreError(const rocksdb::Status& status) {
  if (status.IsCorruption() || status.IsNotFound() || status.IsPathNotFound()) return Damaged(status.ToString());
  return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY,
               absl::StrCat("the search index cannot be read or written: ", status.ToString()));
}

absl::Status BadRequest(std::string_view what) {
  return Fault(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID, what);
}

absl::Status Stopped() {
  return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
               "the search took longer than it may");
}

}  // namespace lectern::search
