// Compacting so that what was erased leaves the disk.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "storage/engine/snapshot.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

// Writes every table anew without what retention drops and without what writes up to `sequence` replaced or deleted. OK
// once no file is left that may hold any of it: no table file, no log, no manifest (which names the first and last key
// of every table file it ever knew). Errors as Engine::Compact; it waits for older snapshots for `patience`, and as
// long again for files that cursors keep. One call at a time.
absl::Status CompactTables(rocksdb::DB& db, const TableHandles& tables, rocksdb::SequenceNumber sequence,
                           absl::Duration patience);

// Engine::Reclaim. Values of some size lie in blob files, which go once no table names them; a deletion drops the names
// when it meets them in a compaction.
void CompactDeletions(rocksdb::DB& db, const TableHandles& tables, const KeyRange& range);

}  // namespace lectern::storage::rocks
