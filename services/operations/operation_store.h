// Operations in the store: reading them, and changing one whoever else changes it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "lectern/internal/v1/store.pb.h"
#include "storage/engine/engine.h"

namespace lectern::operations {

using internal::v1::StoredOperation;

// NOT_FOUND (RESOURCE_NOT_FOUND), whether there is none or none that the caller may see.
absl::Status NoSuchOperation(std::string_view name);

// The operation at `key`; nullopt where there is none. May wait for the disk. DATA_LOSS where it is damaged.
absl::StatusOr<std::optional<StoredOperation>> ReadOperation(const storage::Snapshot& snapshot, const std::string& key);

// The operations in the order of their names, or backwards, from `after` on (a key; empty: from the start) until `take`
// returns false. May wait for the disk.
absl::Status ForEachOperation(const storage::Snapshot& snapshot, storage::Direction direction, std::string_view after,
                              const std::function<bool(const std::string& key, StoredOperation operation)>& take);

// For the commit's `tx` row. Without a principal, it is the operation's.
struct Author {
  std::string principal;
  std::string method;
};

// What becomes of an operation that a change was shown.
enum class Verdict { kLeave, kPut, kRemove };
// Called again with a newer state where somebody else was first.
using OperationChange = std::function<Verdict(StoredOperation& operation)>;

// Reads an operation, changes it, and commits; durable when it returns. The operation as it then is, or was where it
// was removed. Blocks: only on threads of one's own. NOT_FOUND; otherwise errors as reads and Engine::Commit, after
// which the same change can be made again.
absl::StatusOr<StoredOperation> ChangeOperation(storage::Engine& engine, const std::string& name, const Author& author,
                                                const OperationChange& change);

// Removes operations that ended before `oldest`, and of the others that have ended all but the `most` newest. Blocks.
// How many were removed.
absl::StatusOr<int> RemoveEnded(storage::Engine& engine, absl::Time oldest, size_t most);

}  // namespace lectern::operations
