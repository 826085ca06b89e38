// What the taxonomy says about words that stand for one another.
#pragma once

#include "absl/status/statusor.h"
#include "storage/engine/snapshot.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/query/synonyms.h"

namespace lectern::search {

// Of all topics and themes that are not deleted: who looks for a legacy term finds what the preferred term finds, and
// synonyms stand for one another. A term stands for the preferred term in its own language, or for the first one. The
// reason of each is the name of its topic or theme. Errors of reading.
absl::StatusOr<Synonyms> ReadTerminology(const storage::Snapshot& snapshot, Analyzer& analyzer);

}  // namespace lectern::search
