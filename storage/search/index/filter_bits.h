// Filters over a segment's columns.
#pragma once

#include "absl/status/statusor.h"
#include "storage/search/index/document_table.h"
#include "storage/search/index/query.h"
#include "storage/search/index/visibility.h"

namespace lectern::search {

// True where the filter takes every document.
bool TakesAll(const Filter& filter);

// The documents that the filter takes. INVALID_ARGUMENT: a FilterNot without its part, or nested too deeply.
absl::StatusOr<Bitmap> FilterBits(const Filter& filter, const DocumentTable& table);

}  // namespace lectern::search
