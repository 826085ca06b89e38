// Brings the rows of every index into agreement with its definition when a store is opened.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine/engine.h"
#include "storage/records/record_kind.h"

namespace lectern::storage {

// From which revision on each index may be read, by its number.
using IndexReadiness = std::map<uint16_t, Revision>;

// Called while an index is filled: its name and how many records were taken.
using FillProgress = std::function<void(std::string_view index, int64_t records)>;

// Fills anew each index whose stored definition is not the present one. Only before the store is served: it counts on
// being the one writer. Stopped half-way, it begins again at the next start. Errors as Engine::Commit and reads.
absl::StatusOr<IndexReadiness> PrepareIndexes(Engine& engine, const std::vector<const RecordKind*>& kinds,
                                              const FillProgress& progress);

// Commits and waits. Not on a thread of the engine.
absl::StatusOr<CommitResult> CommitAndWait(Engine& engine, CommitRequest request);

}  // namespace lectern::storage
