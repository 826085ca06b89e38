// Reading records: one, by a unique part, or a listing. All of it at one snapshot, and all of it may wait for the disk.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine/snapshot.h"
#include "storage/records/record_kind.h"

namespace lectern::storage {

// A record as editors see it, without stamps.
struct StoredRecord {
  std::unique_ptr<Message> message;
  Revision revision = 0;
  absl::Time time;
};

// The record that a stored value holds, as editors see it, without stamps. DATA_LOSS where it is damaged.
absl::StatusOr<std::unique_ptr<Message>> ParseRecord(const RecordKind& kind, std::string_view value);

// The record at `key`; nullopt where there is none. DATA_LOSS where it is damaged.
absl::StatusOr<std::optional<StoredRecord>> ReadRecord(const Snapshot& snapshot, const RecordKind& kind,
                                                       const std::string& key);

// Key of the record that holds `part` in a unique index; nullopt where none does.
absl::StatusOr<std::optional<std::string>> FindUnique(const Snapshot& snapshot, const IndexDefinition& index,
                                                      std::string_view part);

// A part of a listing.
struct ListQuery {
  const IndexDefinition* index = nullptr;
  Scope scope = Scope::kReaders;
  bool deleted_too = false;  // what is deleted as well, each at its place
  IndexParts prefix;         // rows that begin with these parts
  Direction direction = Direction::kForward;
  std::string after;  // position of the last row seen; empty: from the start
  size_t limit = 0;   // most rows
};

struct ListRow {
  std::string position;  // what sorts the row: its index key without kIndexHeadBytes
  std::string record_key;
};

// The next rows, in order; fewer than `limit` only at the listing's end.
absl::StatusOr<std::vector<ListRow>> ListRows(const Snapshot& snapshot, const ListQuery& query);

// How many records `scope` holds below `prefix`, exactly. The index must count prefixes of that length.
absl::StatusOr<int64_t> CountRecords(const Snapshot& snapshot, const IndexDefinition& index, Scope scope,
                                     const IndexParts& prefix);

}  // namespace lectern::storage
