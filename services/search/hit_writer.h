// Hits of an answer: what was found, as the caller may see it now.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aip/backend.h"
#include "services/rpc/wire.h"
#include "services/search/search_plan.h"
#include "storage/engine/snapshot.h"
#include "storage/search/analysis/highlights.h"
#include "storage/search/index/query.h"

namespace lectern::searching {

struct HitOptions {
  const Caller& caller;
  const search::HighlightSet* highlights = nullptr;  // null: nothing is pointed out
  size_t snippet_bytes = 0;                          // 0: no snippets
  bool scored = false;
};

// Appends `found` as field 1 of an answer, with what the records hold now; what the caller may not see any more is left
// out. Waits for the disk. DATA_LOSS where a record is damaged.
absl::Status AppendHits(const aip::Backend& backend, const storage::Snapshot& snapshot,
                        const std::vector<search::Found>& found, const HitOptions& options, rpc::ByteChain& answer);

}  // namespace lectern::searching
