#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/aip/listing_pages.h"
#include "services/aip/listing_total.h"
#include "services/aip/page_token.h"
#include "services/aip/read_methods.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using internal::v1::PageTokenPayload;
using storage::Extent;
using storage::Snapshot;

// The listing's snapshot and where in it to go on.
struct Position {
  std::shared_ptr<const Snapshot> snapshot;
  std::string after;
  int32_t total = 0;
};

absl::StatusOr<Position> Locate(const Backend& backend, const rpc::Call& call, const Listing& listing,
                                const PageRequest& page) {
  Position position;
  const storage::Revision ready = backend.ready.at(listing.index->number);
  if (page.page_token.empty()) {
    ASSIGN_OR_RETURN(position.snapshot, backend.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(position.total, TotalOf(backend, call, listing, *position.snapshot));
    return position;
  }
  ASSIGN_OR_RETURN(const PageTokenPayload token, OpenPageToken(backend.identity, page.page_token, page.request_hash));
  if (token.revision() < ready) return SnapshotExpired(ready);
  ASSIGN_OR_RETURN(position.snapshot, backend.engine.OpenSnapshot(token.revision()));
  position.after = token.last_key();
  position.total = token.total_size();
  return position;
}

// Appends the items of a page and says, by the position of its last row, where the next one begins; "" at the end.
absl::StatusOr<std::string> AppendItems(const Backend& backend, const rpc::Call& call, const Listing& listing,
                                        const PageRequest& page, const Position& position, rpc::ByteChain& answer) {
  const size_t size = CoercedPageSize(page.page_size);
  ListingPages pages(backend, call, listing, *position.snapshot, position.after);
  // What depends on the moment of the answer looks at that moment, whatever the listing's snapshot.
  std::shared_ptr<const Snapshot> now;
  if (listing.decorate != nullptr) {
    ASSIGN_OR_RETURN(now, backend.engine.OpenSnapshot());
  }
  std::string last = position.after;
  size_t scanned = 0;
  for (size_t items = 0; scanned < kScanBudget;) {
    RETURN_IF_ERROR(call.StillWanted());
    // One more than the page holds tells whether there is another page.
    ASSIGN_OR_RETURN(std::vector<ListingPages::Item> chunk, pages.NextChunk(size - items + 1));
    if (chunk.empty()) return "";
    scanned += chunk.size();
    for (ListingPages::Item& item : chunk) {
      // Without a filter every row counts, also one whose record is no longer shown: a page costs what it is long.
      if (items == size) return last;
      if (!listing.rest || item.value) ++items;
      if (item.value) {
        ASSIGN_OR_RETURN(auto projected,
                         Project(backend.identity, *item.value, call.audience(), ExtentOf(page.view, Extent::kBasic)));
        if (listing.decorate != nullptr)
          RETURN_IF_ERROR(DecorateProjected(*listing.kind, *now, call.audience(), listing.decorate, *projected));
        // A page holds one record at least, so that every listing gets on.
        if (answer.size() > 0 && answer.size() + projected->size() > kMaxPageBytes) return last;
        answer.AppendFieldHeader(1, projected->size());
        std::move(*projected).AppendTo(answer);
      }
      last = std::move(item.position);
    }
  }
  return last;
}

absl::Status AppendPage(const Backend& backend, const rpc::Call& call, const Listing& listing, const PageRequest& page,
                        rpc::ByteChain& answer, storage::Revision& revision) {
  ASSIGN_OR_RETURN(const Position position, Locate(backend, call, listing, page));
  revision = position.snapshot->revision();
  ASSIGN_OR_RETURN(std::string last, AppendItems(backend, call, listing, page, position, answer));
  if (!last.empty()) {
    PageTokenPayload next;
    next.set_last_key(std::move(last));
    next.set_request_hash(page.request_hash);
    next.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
    next.set_revision(revision);
    next.set_total_size(position.total);
    std::string token = SealPageToken(backend.identity, next);
    answer.AppendFieldHeader(2, token.size());
    answer.Append(std::move(token));
  }
  // As int32 goes over the wire: -1 is ten bytes.
  answer.AppendCount(3, static_cast<uint64_t>(int64_t{position.total}));
  return absl::OkStatus();
}

}  // namespace

size_t CoercedPageSize(int32_t page_size) {
  return static_cast<size_t>(page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize));
}

void List(const Backend& backend, const rpc::CallPtr& call, Listing listing, PageRequest page) {
  if (page.page_size < 0) return call->Finish(FieldFault(v1::ERROR_REASON_FIELD_INVALID, "page_size", "is negative"));
  backend.Run(call, [&backend, call, listing = std::move(listing), page = std::move(page)] {
    rpc::ByteChain answer;
    storage::Revision revision = 0;
    absl::Status read = AppendPage(backend, *call, listing, page, answer, revision);
    if (!read.ok()) return call->Finish(read);
    call->Finish(answer.Take(), revision);
  });
}

}  // namespace lectern::aip
