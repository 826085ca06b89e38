// What imports keep in the store: chunks as they were staged, what is planned for them, what was done, what is absent.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lectern/internal/v1/store.pb.h"
#include "storage/engine/engine.h"

namespace lectern::imports {

using internal::v1::StagedChunk;
using internal::v1::StoredImportResult;
using internal::v1::StoredImportResults;

// Parts of an import's rows. DO NOT CHANGE a number: on disk.
enum class Part : uint8_t { kStaged = 1, kPlanned = 2, kDone = 3, kAbsent = 4 };

// Key of a chunk's row; `operation` is a well-formed name.
std::string RowKey(const std::string& operation, Part part, int64_t chunk);

// Each nullopt where there is no such row. DATA_LOSS where it is damaged. May wait for the disk.
template <class Row>
struct Stored {
  Row row;
  storage::Revision revision = 0;
};
absl::StatusOr<std::optional<Stored<StagedChunk>>> ReadStaged(const storage::Snapshot& snapshot,
                                                              const std::string& operation, int64_t chunk);
absl::StatusOr<std::optional<Stored<StoredImportResults>>> ReadResults(const storage::Snapshot& snapshot,
                                                                       const std::string& operation, Part part,
                                                                       int64_t chunk);

// Calls `take` with each row of results of a part, in order of the chunks, from `from` on, until it returns false.
using TakeResults = std::function<bool(int64_t chunk, StoredImportResults results)>;
absl::Status ForEachResults(const storage::Snapshot& snapshot, const std::string& operation, Part part, int64_t from,
                            const TakeResults& take);

// How many chunks are staged and not done.
absl::StatusOr<int64_t> CountStaged(const storage::Snapshot& snapshot, const std::string& operation);

// FAILED_PRECONDITION (IMPORT_STATE_WRONG) where something that is staged holds one of `texts`, letter by letter: it is
// no part of the catalogue and has nobody who could say what it is to become instead. Reads all that is staged.
absl::Status CheckNotStaged(const storage::Snapshot& snapshot, const std::vector<std::string>& texts);

// Takes rows away for good, in several commits: those of `part`, or all of the import's. Blocks.
absl::Status EraseRows(storage::Engine& engine, const std::string& operation, std::optional<Part> part);

// Gives back what erased rows of all imports took. Blocks.
void ReclaimRows(storage::Engine& engine);

// Names of the operations that have rows.
absl::StatusOr<std::vector<std::string>> OperationsWithRows(const storage::Snapshot& snapshot);

}  // namespace lectern::imports
