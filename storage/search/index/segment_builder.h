// Segments out of documents.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "storage/search/index/document.h"
#include "storage/search/index/segment_lists.h"

namespace lectern::search {

// Writes `documents` to `sink`. Their keys are distinct; words that are too long, empty or too far behind are left out.
absl::Status BuildSegment(std::vector<Document> documents, SegmentSink& sink);

}  // namespace lectern::search
