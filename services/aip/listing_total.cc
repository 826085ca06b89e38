#include "services/aip/listing_total.h"

#include <algorithm>
#include <vector>

#include "services/aip/listing_pages.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using storage::Audience;
using storage::Snapshot;

// By the counters of the index, or of the kind where the listing holds all of it.
absl::StatusOr<int32_t> CountedTotal(const Snapshot& snapshot, const Listing& listing, Audience audience) {
  const auto& counted = listing.index->counted;
  const bool here = std::find(counted.begin(), counted.end(), listing.prefix.size()) != counted.end();
  const storage::IndexDefinition& index = here ? *listing.index : listing.kind->StandardIndex();
  const storage::IndexParts prefix = here ? listing.prefix : storage::IndexParts();
  ASSIGN_OR_RETURN(int64_t count, storage::CountRecords(snapshot, index, ScopeOf(audience), prefix));
  if (listing.deleted_too) {
    ASSIGN_OR_RETURN(const int64_t deleted, storage::CountRecords(snapshot, index, storage::Scope::kDeleted, prefix));
    count += deleted;
  }
  return static_cast<int32_t>(count);
}

}  // namespace

absl::StatusOr<int32_t> TotalOf(const Backend& backend, const rpc::CallBase& call, const Listing& listing,
                                const Snapshot& snapshot) {
  ASSIGN_OR_RETURN(const int32_t all, CountedTotal(snapshot, listing, call.audience()));
  if (!listing.rest) return all;
  if (all > static_cast<int32_t>(kCountBudget)) return -1;
  ListingPages pages(backend, call, listing, snapshot, "");
  int32_t count = 0;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<ListingPages::Item> chunk, pages.NextChunk(ListingPages::kMostRows));
    if (chunk.empty()) return count;
    RETURN_IF_ERROR(call.StillWanted());
    count += static_cast<int32_t>(
        std::count_if(chunk.begin(), chunk.end(), [](const auto& item) { return item.value.has_value(); }));
  }
}

}  // namespace lectern::aip
