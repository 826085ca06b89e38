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

}  // namespace

absl::StatusOr<std::optional<StoredRecord>> ReadRecord(const Snapshot& snapshot, const RecordKind& kind,
                                                       const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<Value> value, snapshot.Get(key));
  if (!value) return std::optional<StoredRecord>();
  ASSIGN_OR_RETURN(const RecordView view, RecordView::Parse(value->bytes()));
  const std::string_view bytes = view.Bytes(Audience::kEditor, Extent::kFull);
  StoredRecord record{std::unique_ptr<Message>(kind.prototype->New()), value->revision(), value->time()};
  if (!record.message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Corrupt("a stored record");
  return std::optional<StoredRecord>(std::move(record));
}

absl::StatusOr<std::optional<std::string>> FindUnique(const Snapshot& snapshot, const IndexDefinition& index,
                                                      std::string_view part) {
  ASSIGN_OR_RETURN(const std::optional<Value> value, snapshot.Get(UniqueKey(index, part)));
  if (!value) return std::optional<std::string>();
  return std::optional<std::string>(value->bytes());
}

absl::StatusOr<std::vector<ListRow>> ListRows(const Snapshot& snapshot, const ListQuery& query) {
  KeyRange range = PrefixRange(IndexPrefix(*query.index, query.scope, query.prefix));
  if (!query.after.empty()) {
    if (query.direction == Direction::kForward)
      range.begin = query.after + '\0';
    else
      range.end = query.after;
  }
  std::vector<ListRow> rows;
  const std::unique_ptr<Cursor> cursor = snapshot.Scan(range, query.direction);
  for (; cursor->Valid() && rows.size() < query.limit; cursor->Next())
    rows.push_back({std::string(cursor->key()), std::string(cursor->value())});
  RETURN_IF_ERROR(cursor->status());
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
