// For tests: what pruning must not change.
#pragma once

#include "absl/status/statusor.h"
#include "storage/search/index/search_index.h"

namespace lectern::search {

// As Search, but every document that matches is scored.
absl::StatusOr<SearchResult> SearchUnpruned(const View& view, const SearchRequest& request);

}  // namespace lectern::search
