// RocksDB's statuses as ours.
#pragma once

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace lectern::storage::rocks {

// A failed read: DATA_LOSS (RECORD_CORRUPT) for a wrong checksum, INTERNAL (INTERNAL_FAULT) for anything else; a miss
// where the disk was needed within MemoryOnly.
absl::Status ReadError(const rocksdb::Status& status);

}  // namespace lectern::storage::rocks
