// A search's filter, as the index carries it out.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "storage/search/index/query.h"
#include "storage/search/index/search_index.h"

namespace lectern::searching {

// `text`, in the filter language of lists over v1::SearchAttributes, as a filter over the columns of `view`.
// INVALID_ARGUMENT (FILTER_UNSUPPORTED) as aip::Filter::Parse, and for comparisons by order of what holds text. Errors
// of the index.
absl::StatusOr<search::Filter> IndexFilter(std::string_view text, const search::View& view, search::Audience audience);

}  // namespace lectern::searching
