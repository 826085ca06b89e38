#include "storage/rocksdb/status.h"

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/engine/memory_only.h"

namespace lectern::storage::rocks {

absl::Status ReadError(const rocksdb::Status& status) {
  if (status.IsIncomplete() && MemoryOnly::IsOn()) return MemoryOnly::Miss();
  if (status.IsCorruption())
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                 absl::StrCat("stored data is damaged; restore it from a backup: ", status.ToString()));
  return Fault(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL_FAULT,
               absl::StrCat("the store cannot be read: ", status.ToString()));
}

}  // namespace lectern::storage::rocks
