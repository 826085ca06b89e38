#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/aip/page_token.h"
#include "services/aip/projection.h"
#include "services/aip/read_methods.h"
#include "services/aip/violations.h"
#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using internal::v1::PageTokenPayload;
using storage::Audience;
using storage::Extent;
using storage::ListRow;
using storage::Scope;
using storage::Snapshot;
using storage::Value;

// Records read at once: large ones must not fill the memory before a page's bytes are counted.
constexpr size_t kChunk = 64;

Scope ScopeOf(Audience audience) { return audience == Audience::kEditor ? Scope::kEditors : Scope::kReaders; }

absl::Status TooOld(storage::Revision oldest) {
  return Fault(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_SNAPSHOT_EXPIRED,
               absl::StrCat("the listing's snapshot is no longer kept; begin it anew (the oldest usable revision is ",
                            oldest, ")"),
               {{"oldest_revision", absl::StrCat(oldest)}});
}

// The listing's snapshot and where in it to go on.
struct Position {
  std::shared_ptr<const Snapshot> snapshot;
  std::string after;
  int32_t total = 0;
};

absl::StatusOr<int32_t> Total(const Snapshot& snapshot, const Listing& listing, Scope scope) {
  const auto& counted = listing.index->counted;
  const bool here = std::find(counted.begin(), counted.end(), listing.prefix.size()) != counted.end();
  // An index of all records needs no counter of its own.
  ASSIGN_OR_RETURN(const int64_t count,
                   storage::CountRecords(snapshot, here ? *listing.index : listing.kind->StandardIndex(), scope,
                                         here ? listing.prefix : storage::IndexParts()));
  return static_cast<int32_t>(count);
}

absl::StatusOr<Position> Locate(const Backend& backend, const Listing& listing, const PageRequest& page, Scope scope) {
  Position position;
  const storage::Revision ready = backend.ready.at(listing.index->number);
  if (page.page_token.empty()) {
    ASSIGN_OR_RETURN(position.snapshot, backend.engine.OpenSnapshot());
    ASSIGN_OR_RETURN(position.total, Total(*position.snapshot, listing, scope));
    return position;
  }
  ASSIGN_OR_RETURN(const PageTokenPayload token, OpenPageToken(backend.identity, page.page_token, page.request_hash));
  if (token.revision() < ready) return TooOld(ready);
  ASSIGN_OR_RETURN(position.snapshot, backend.engine.OpenSnapshot(token.revision()));
  position.after = token.last_key();
  position.total = token.total_size();
  return position;
}

// A listing of an older snapshot keeps its members and their order, but readers get each record as it is now: what has
// been withdrawn since is left out, and no text comes back that has been taken away since.
absl::Status FollowCurrent(const Backend& backend, const Snapshot& shown, Audience audience,
                           const std::vector<std::string>& keys, std::vector<std::optional<Value>>& values) {
  if (audience == Audience::kEditor || shown.revision() == backend.engine.Latest()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto now, backend.engine.OpenSnapshot());
  ASSIGN_OR_RETURN(values, now->MultiGet(keys));
  return absl::OkStatus();
}

// Reads the records of rows[from, from + kChunk) as the caller may see them.
absl::StatusOr<std::vector<std::optional<Value>>> ReadChunk(const Backend& backend, const Snapshot& snapshot,
                                                            Audience audience, const std::vector<ListRow>& rows,
                                                            size_t from) {
  std::vector<std::string> keys;
  for (size_t i = from; i < std::min(from + kChunk, rows.size()); ++i) keys.push_back(rows[i].record_key);
  ASSIGN_OR_RETURN(auto values, snapshot.MultiGet(keys));
  RETURN_IF_ERROR(FollowCurrent(backend, snapshot, audience, keys, values));
  return values;
}

absl::Status AppendPage(const Backend& backend, const rpc::Call& call, const Listing& listing, const PageRequest& page,
                        rpc::ByteChain& answer, storage::Revision& revision) {
  const Audience audience = call.audience();
  ASSIGN_OR_RETURN(Position position, Locate(backend, listing, page, ScopeOf(audience)));
  const Snapshot& snapshot = *position.snapshot;
  revision = snapshot.revision();

  const size_t size =
      static_cast<size_t>(page.page_size == 0 ? kDefaultPageSize : std::min(page.page_size, kMaxPageSize));
  ASSIGN_OR_RETURN(std::vector<ListRow> rows, storage::ListRows(snapshot, {.index = listing.index,
                                                                           .scope = ScopeOf(audience),
                                                                           .prefix = listing.prefix,
                                                                           .direction = listing.direction,
                                                                           .after = position.after,
                                                                           .limit = size + 1}));
  bool more = rows.size() > size;
  if (more) rows.pop_back();

  // What depends on the moment of the answer looks at that moment, whatever the listing's snapshot.
  std::shared_ptr<const Snapshot> now;
  if (listing.decorate != nullptr) {
    ASSIGN_OR_RETURN(now, backend.engine.OpenSnapshot());
  }
  PageTokenPayload next;
  std::vector<std::optional<Value>> chunk;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i % kChunk == 0) {
      RETURN_IF_ERROR(call.StillWanted());
      ASSIGN_OR_RETURN(chunk, ReadChunk(backend, snapshot, audience, rows, i));
    }
    if (std::optional<Value>& value = chunk[i % kChunk]; value) {
      ASSIGN_OR_RETURN(auto projected,
                       Project(backend.identity, *std::move(value), audience, ExtentOf(page.view, Extent::kBasic)));
      if (projected) {
        if (listing.decorate != nullptr)
          RETURN_IF_ERROR(DecorateProjected(*listing.kind, *now, audience, listing.decorate, *projected));
        // A page holds one record at least, so that every listing gets on.
        if (answer.size() > 0 && answer.size() + projected->size() > kMaxPageBytes) {
          more = true;
          break;
        }
        answer.AppendFieldHeader(1, projected->size());
        std::move(*projected).AppendTo(answer);
      }
    }
    next.set_last_key(rows[i].index_key);
  }
  if (more) {
    next.set_request_hash(page.request_hash);
    next.set_epoch(static_cast<uint64_t>(backend.identity.epoch));
    next.set_revision(revision);
    next.set_total_size(position.total);
    std::string token = SealPageToken(backend.identity, next);
    answer.AppendFieldHeader(2, token.size());
    answer.Append(std::move(token));
  }
  answer.AppendCount(3, static_cast<uint64_t>(position.total));
  return absl::OkStatus();
}

}  // namespace

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
