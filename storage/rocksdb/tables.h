// The tables of the RocksDB engine, one column family each, and the bytes of their rows. The bytes are specified in
// storage/KEYS.md; DO NOT CHANGE them without a new format version.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "rocksdb/db.h"
#include "storage/engine/batch.h"

namespace lectern::storage::rocks {

enum class Table : size_t { kMeta, kCurrent, kHistory, kLog, kTransactions, kRequests, kBlobs };
inline constexpr std::array<const char*, 7> kTableNames = {"default", "kv", "hist", "log", "tx", "req", "blob"};

// Handles of all tables, by Table.
using TableHandles = std::array<rocksdb::ColumnFamilyHandle*, kTableNames.size()>;
inline rocksdb::ColumnFamilyHandle* Handle(const TableHandles& handles, Table table) {
  return handles[static_cast<size_t>(table)];
}

// Keys of the meta table.
inline constexpr std::string_view kMetaStoreId = "store_id";
inline constexpr std::string_view kMetaEpoch = "epoch";
inline constexpr std::string_view kMetaSealKey = "seal_key";
inline constexpr std::string_view kMetaFloor = "floor_revision";
inline constexpr std::string_view kMetaGuard = "guard";  // never there: GroupWriter::Prepare

std::string EncodeRevision(Revision revision);  // 8 bytes, big-endian
Revision DecodeRevision(std::string_view bytes);

// A row of `kv`: the commit that wrote it, then the value.
struct CurrentRow {
  Revision revision = 0;
  absl::Time time;
  std::string_view bytes;
};
std::string EncodeCurrent(Revision revision, absl::Time time, std::string_view bytes);
// False where the row is too short to be one.
bool DecodeCurrent(std::string_view row, CurrentRow& out);

// A key of `hist`: the key escaped, then the revision that replaced the value, then the one that wrote it. The rows
// of a key follow one another by age.
std::string EncodeHistoryKey(std::string_view key, Revision to, Revision from);
// The same without revisions: where the rows of `key` begin.
std::string EncodeHistoryPrefix(std::string_view key);
struct HistoryKey {
  std::string key;
  Revision to = 0;
  Revision from = 0;
};
bool DecodeHistoryKey(std::string_view bytes, HistoryKey& out);

// The bytes of `hist` from the first row of a key up to the first of the next: a range for an iterator.
struct HistoryBounds {
  explicit HistoryBounds(std::string_view key);
  std::string begin;
  std::string end;
};

// A row of `hist`: when its value was written, then the value. Its revisions are in the key.
std::string EncodePast(absl::Time time, std::string_view bytes);
struct PastRow {
  absl::Time time;
  std::string_view bytes;
};
// False where the row is too short to be one.
bool DecodePast(std::string_view row, PastRow& out);

std::string EncodeLogKey(Revision revision, uint32_t sequence);

// A row of `req`.
struct RequestEntry {
  absl::Time time;         // when it was stored; requests are kept from there on
  absl::Time commit_time;  // of `revision`, which for an empty batch is an older commit
  Revision revision = 0;
  std::string hash;
  std::string result;
};
std::string EncodeRequest(const RequestEntry& entry);
bool DecodeRequest(std::string_view bytes, RequestEntry& out);

}  // namespace lectern::storage::rocks
