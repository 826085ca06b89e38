// The first documents by title. In each segment the numbers of the titles decide, as any number would; between segments
// the titles themselves do, which few have to be read for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/search/index/number_order.h"
#include "storage/search/index/query.h"
#include "storage/search/index/view.h"

namespace lectern::search {

// Where a page behind `after` begins in `segment`, in terms of the numbers of its titles. `first_behind`: the first
// document whose key is behind that of the cursor.
absl::StatusOr<NumberStart> StartByTitle(const Segment& segment, const Cursor& after, uint32_t first_behind,
                                         bool descending);

struct TitledDocument {
  size_t segment = 0;
  uint32_t document = 0;
  std::string title;
};
// Up to `size` of the documents that `by_segment` lists for each segment of the view, each list in its order: by title,
// then by key.
absl::StatusOr<std::vector<TitledDocument>> FirstByTitle(const View& view,
                                                         const std::vector<std::vector<NumberedDocument>>& by_segment,
                                                         bool descending, size_t size);

}  // namespace lectern::search
