#include "services/imports/import_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/engine/fault.h"
#include "storage/keys/key_codec.h"
#include "storage/records/index_upkeep.h"

namespace lectern::imports {
namespace {

using storage::KeyBuilder;
using storage::Keyspace;

constexpr size_t kErasedAtOnce = 1000;

template <class Row>
absl::StatusOr<Row> Parse(std::string_view bytes) {
  Row row;
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return Fault(absl::StatusCode::kDataLoss, v1::ERROR_REASON_RECORD_CORRUPT, "a row of an import is damaged");
  return row;
}

template <class Row>
absl::StatusOr<std::optional<Stored<Row>>> Read(const storage::Snapshot& snapshot, const std::string& key) {
  ASSIGN_OR_RETURN(const std::optional<storage::Value> value, snapshot.Get(key));
  if (!value) return std::optional<Stored<Row>>();
  ASSIGN_OR_RETURN(Row row, Parse<Row>(value->bytes()));
  return std::optional<Stored<Row>>({std::move(row), value->revision()});
}

std::string PartPrefix(const std::string& operation, std::optional<Part> part) {
  KeyBuilder key(Keyspace::kImport);
  key.Text(operation);
  if (part) key.Byte(static_cast<uint8_t>(*part));
  return key.Take();
}

// The parts of a key: the operation, and the chunk.
std::pair<std::string, int64_t> Split(std::string_view key) {
  storage::KeyReader reader(key);
  Keyspace space{};
  std::string operation;
  uint8_t part = 0;
  int64_t chunk = 0;
  if (!reader.Space(space) || !reader.Text(operation) || !reader.Byte(part) || !reader.Signed64(chunk)) return {};
  return {operation, chunk};
}

}  // namespace

std::string RowKey(const std::string& operation, Part part, int64_t chunk) {
  return KeyBuilder(Keyspace::kImport).Text(operation).Byte(static_cast<uint8_t>(part)).Signed64(chunk).Take();
}

absl::StatusOr<std::optional<Stored<StagedChunk>>> ReadStaged(const storage::Snapshot& snapshot,
                                                              const std::string& operation, int64_t chunk) {
  return Read<StagedChunk>(snapshot, RowKey(operation, Part::kStaged, chunk));
}

absl::StatusOr<std::optional<Stored<StoredImportResults>>> ReadResults(const storage::Snapshot& snapshot,
                                                                       const std::string& operation, Part part,
                                                                       int64_t chunk) {
  return Read<StoredImportResults>(snapshot, RowKey(operation, part, chunk));
}

absl::Status ForEachResults(const storage::Snapshot& snapshot, const std::string& operation, Part part, int64_t from,
                            const TakeResults& take) {
  storage::KeyRange range = storage::PrefixRange(PartPrefix(operation, part));
  range.begin = RowKey(operation, part, from);
  const auto cursor = snapshot.Scan(range, storage::Direction::kForward);
  for (; cursor->Valid(); cursor->Next()) {
    ASSIGN_OR_RETURN(StoredImportResults row, Parse<StoredImportResults>(cursor->value()));
    if (!take(Split(cursor->key()).second, std::move(row))) return absl::OkStatus();
  }
  return cursor->status();
}

absl::StatusOr<int64_t> CountStaged(const storage::Snapshot& snapshot, const std::string& operation) {
  int64_t count = 0;
  const auto cursor =
      snapshot.Scan(storage::PrefixRange(PartPrefix(operation, Part::kStaged)), storage::Direction::kForward);
  for (; cursor->Valid(); cursor->Next()) ++count;
  RETURN_IF_ERROR(cursor->status());
  return count;
}

absl::Status CheckNotStaged(const storage::Snapshot& snapshot, const std::vector<std::string>& texts) {
  ASSIGN_OR_RETURN(const std::vector<std::string> operations, OperationsWithRows(snapshot));
  for (const std::string& operation : operations) {
    const auto cursor =
        snapshot.Scan(storage::PrefixRange(PartPrefix(operation, Part::kStaged)), storage::Direction::kForward);
    for (; cursor->Valid(); cursor->Next())
      for (const std::string& text : texts)
        if (cursor->value().find(text) != std::string_view::npos)
          return Fault(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_IMPORT_STATE_WRONG,
                       absl::StrCat("items that were staged for ", operation,
                                    " hold it too: cancel that import, or wait until it has ended, and erase then"),
                       {{"operation", operation}});
    RETURN_IF_ERROR(cursor->status());
  }
  return absl::OkStatus();
}

absl::Status EraseRows(storage::Engine& engine, const std::string& operation, std::optional<Part> part) {
  while (true) {
    storage::CommitRequest request;
    {
      ASSIGN_OR_RETURN(const auto snapshot, engine.OpenSnapshot());
      const auto cursor =
          snapshot->Scan(storage::PrefixRange(PartPrefix(operation, part)), storage::Direction::kForward);
      for (; cursor->Valid() && request.batch.changes().size() < kErasedAtOnce; cursor->Next())
        request.batch.Erase(std::string(cursor->key()));
      RETURN_IF_ERROR(cursor->status());
    }
    if (request.batch.empty()) return absl::OkStatus();
    request.principal = "system";
    request.method = "import-upkeep";
    request.operation = operation;
    RETURN_IF_ERROR(storage::CommitAndWait(engine, std::move(request)).status());
  }
}

void ReclaimRows(storage::Engine& engine) {
  engine.Reclaim(storage::PrefixRange(KeyBuilder(Keyspace::kImport).Take()));
}

absl::StatusOr<std::vector<std::string>> OperationsWithRows(const storage::Snapshot& snapshot) {
  std::vector<std::string> names;
  storage::KeyRange range = storage::PrefixRange(KeyBuilder(Keyspace::kImport).Take());
  while (true) {
    const auto cursor = snapshot.Scan(range, storage::Direction::kForward);
    RETURN_IF_ERROR(cursor->status());
    if (!cursor->Valid()) return names;
    names.push_back(Split(cursor->key()).first);
    range.begin = storage::PrefixRange(PartPrefix(names.back(), std::nullopt)).end;
  }
}

}  // namespace lectern::imports
