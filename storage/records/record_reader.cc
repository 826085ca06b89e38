#include "storage/records/record_reader.h"

#include "storage/engine/fault.h"
#include "storage/keys/key_codec.h"
#include "storage/records/record_value.h"

namespace lectern::storage {
namespace {

absl::Status Corrupt(const char* what) {
  return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT,
               std::string(what) + " is damaged; restore the store from a backup");
}

std::string_view PositionOf(const Cursor& cursor) { return cursor.key().substr(kIndexHeadBytes); }

std::unique_ptr<Cursor> OpenCursor(const Snapshot& snapshot, const ListQuery& query, Scope scope) {
  KeyRange range = PrefixRange(IndexPrefix(*query.index, scope, query.prefix));
  if (!query.after.empty()) {
    const std::string last = IndexPrefix(*query.index, scope, {}) + query.after;
    if (query.direction == Direction::kForward)
      range.begin = last + '\0';
    else
      range.end = last;
  }
  return snapshot.Scan(range, query.direction);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> ParseRecord(const RecordKind& kind, std::string_view value) {
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(value));
  const std::string_view bytes = view.Bytes(Audience::kEditor, Extent::kFull);
  std::unique_ptr<Message> message(kind.prototype->New());
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Corrupt("a stored record");
  return message;
}

absl::StatusOr<std::optional<StoredRecord>> ReadRecord(const Snapshot& snapshot, const RecordKind& kind,
                                                       const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<Value> value, snapshot.Get(key));
  if (!value) return std::optional<StoredRecord>();
  ASSIGN_OR_RETURN(std::unique_ptr<Message> message, ParseRecord(kind, value->bytes()));
  return std::optional<StoredRecord>(StoredRecord{std::move(message), value->revision(), value->time()});
}

absl::StatusOr<std::optional<std::string>> FindUnique(const Snapshot& snapshot, const IndexDefinition& index,
                                                      std::string_view part) {
  ASSIGN_OR_RETURN(const std::optional<Value> value, snapshot.Get(UniqueKey(index, part)));
  if (!value) return std::optional<std::string>();
  return std::optional<std::string>(value->bytes());
}

absl::StatusOr<std::vector<ListRow>> ListRows(const Snapshot& snapshot, const ListQuery& query) {
  std::vector<std::unique_ptr<Cursor>> cursors;
  cursors.push_back(OpenCursor(snapshot, query, query.scope));
  if (query.deleted_too) cursors.push_back(OpenCursor(snapshot, query, Scope::kDeleted));
  const bool forward = query.direction == Direction::kForward;
  std::vector<ListRow> rows;
  while (rows.size() < query.limit) {
    Cursor* next = nullptr;
    for (const auto& cursor : cursors) {
      if (!cursor->Valid()) continue;
      if (next == nullptr || (PositionOf(*cursor) < PositionOf(*next)) == forward) next = cursor.get();
    }
    if (next == nullptr) break;
    rows.push_back({std::string(PositionOf(*next)), std::string(next->value())});
    next->Next();
  }
  for (const auto& cursor : cursors) RETURN_IF_ERROR(cursor->status());
  return rows;
}

absl::StatusOr<int64_t> CountRecords(const Snapshot& snapshot, const IndexDefinition& index, Scope scope,
                                     const IndexParts& prefix) {
  ASSIGN_OR_RETURN(const std::optional<Value> value, snapshot.Get(CounterKey(index, scope, prefix)));
  if (!value) return 0;
  const std::optional<int64_t> count = DecodeCounter(value->bytes());
  if (!count) return Corrupt("a counter");
  return *count;
}

}  // namespace lectern::storage
