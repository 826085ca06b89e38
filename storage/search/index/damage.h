// The errors of the index.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace lectern::search {

// DATA_LOSS (INDEX_NOT_READY): `what` of the index is not what was written.
absl::Status Damaged(std::string_view what);
// A failed call of RocksDB: DATA_LOSS for a wrong checksum or a missing file, otherwise UNAVAILABLE (STORE_READ_ONLY).
absl::Status IndexStoreError(const rocksdb::Status& status);
// INVALID_ARGUMENT (FIELD_INVALID).
absl::Status BadRequest(std::string_view what);
// DEADLINE_EXCEEDED (DEADLINE_PASSED): SearchRequest::stop said so.
absl::Status Stopped();

}  // namespace lectern::search
