// Cursors over the current rows, and over the rows as they were.
#pragma once

#include <memory>

#include "rocksdb/db.h"
#include "storage/engine/snapshot.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

// Over `kv` alone: right where `snapshot` holds no commit newer than the revision that is read.
std::unique_ptr<Cursor> CurrentCursor(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot,
                                      const KeyRange& range, Direction direction);

// Over `kv` and `hist` together, each key with the value it had at `at`.
std::unique_ptr<Cursor> PastCursor(rocksdb::DB& db, const TableHandles& tables, const rocksdb::Snapshot* snapshot,
                                   Revision at, const KeyRange& range, Direction direction);

}  // namespace lectern::storage::rocks
