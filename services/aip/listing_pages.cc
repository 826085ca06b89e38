#include "services/aip/listing_pages.h"

#include <algorithm>

#include "storage/engine/fault.h"

namespace lectern::aip {
namespace {

using storage::Audience;
using storage::Value;

// A listing of an older snapshot keeps its members and their order, but readers get each record as it is now: what has
// been withdrawn since is left out, and no text comes back that has been taken away since.
absl::Status FollowCurrent(const Backend& backend, const storage::Snapshot& shown, Audience audience,
                           const std::vector<std::string>& keys, std::vector<std::optional<Value>>& values) {
  if (audience == Audience::kEditor || shown.revision() == backend.engine.Latest()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto now, backend.engine.OpenSnapshot());
  ASSIGN_OR_RETURN(values, now->MultiGet(keys));
  return absl::OkStatus();
}

}  // namespace

storage::Scope ScopeOf(Audience audience) {
  return audience == Audience::kEditor ? storage::Scope::kEditors : storage::Scope::kReaders;
}

absl::StatusOr<std::vector<ListingPages::Item>> ListingPages::NextChunk(size_t most) {
  // A filter may take few of them: reading one by one would cost a search in the index each.
  const size_t limit = listing_.rest ? kMostRows : std::min(most, kMostRows);
  ASSIGN_OR_RETURN(std::vector<storage::ListRow> rows,
                   storage::ListRows(snapshot_, {.index = listing_.index,
                                                 .scope = ScopeOf(call_.audience()),
                                                 .deleted_too = listing_.deleted_too,
                                                 .prefix = listing_.prefix,
                                                 .direction = listing_.direction,
                                                 .after = after_,
                                                 .limit = limit}));
  std::vector<Item> items;
  if (rows.empty()) return items;
  after_ = rows.back().position;
  std::vector<std::string> keys;
  for (storage::ListRow& row : rows) keys.push_back(std::move(row.record_key));
  ASSIGN_OR_RETURN(auto values, snapshot_.MultiGet(keys));
  RETURN_IF_ERROR(FollowCurrent(backend_, snapshot_, call_.audience(), keys, values));
  for (size_t i = 0; i < rows.size(); ++i) {
    Item& item = items.emplace_back(Item{std::move(rows[i].position), std::nullopt});
    if (!values[i]) continue;
    ASSIGN_OR_RETURN(const bool fulfils, Fulfils(*values[i]));
    if (fulfils) item.value = std::move(values[i]);
  }
  return items;
}

absl::StatusOr<bool> ListingPages::Fulfils(const Value& value) const {
  ASSIGN_OR_RETURN(const storage::RecordView view, storage::RecordView::Parse(value.bytes()));
  if (call_.audience() != Audience::kEditor && !view.visible()) return false;
  if (!listing_.rest) return true;
  const int highest = listing_.rest->HighestField();
  std::string bytes(view.Bytes(call_.audience(),
                               highest < storage::kFirstFullField ? storage::Extent::kBasic : storage::Extent::kFull));
  if (highest >= storage::kFirstStampField)
    bytes += storage::EncodeStamps(backend_.identity, value.revision(), value.time());
  const std::unique_ptr<google::protobuf::Message> record(listing_.kind->prototype->New());
  if (!record->ParseFromString(bytes))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
                 "a stored record is damaged; restore it from a backup");
  return listing_.rest->Matches(*record);
}

}  // namespace lectern::aip
