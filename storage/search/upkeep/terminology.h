// What the taxonomy says of words: what stands for what, and how countries, topics and themes are called.
#pragma once

#include "absl/status/statusor.h"
#include "storage/engine/snapshot.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/query/names.h"
#include "storage/search/query/synonyms.h"

namespace lectern::search {

struct Terminology {
  // Of topics and themes: who looks for a legacy term finds what the preferred term finds, and synonyms stand for one
  // another. A term stands for the preferred term in its own language, or for the first one. The reason of each is the
  // name of its topic or theme.
  Synonyms synonyms;
  // Of countries in all languages, of topics and themes with their synonyms and legacy terms.
  Names names;
};

// Of all that is not deleted. Errors of reading.
absl::StatusOr<Terminology> ReadTerminology(const storage::Snapshot& snapshot, Analyzer& analyzer);

}  // namespace lectern::search
