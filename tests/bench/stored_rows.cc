#include "tests/bench/stored_rows.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "absl/base/internal/endian.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/keys/keyspaces.h"
#include "storage/records/kinds.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/retention.h"
#include "storage/rocksdb/tables.h"
#include "tests/support/program.h"

namespace lectern::bench {
namespace {

namespace fs = std::filesystem;
using storage::Keyspace;
using storage::Revision;
using storage::rocks::kTableNames;
using storage::rocks::Table;

constexpr uint64_t kFileBytes = uint64_t{128} << 20;

void Must(const rocksdb::Status& status, const std::string& what) {
  if (!status.ok()) throw std::runtime_error(what + ": " + status.ToString());
}

using TakeRow = std::function<void(Table table, std::string_view key, std::string_view value)>;

// A store that is read and not changed.
class ReadOnlyStore {
 public:
  explicit ReadOnlyStore(const fs::path& path) {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : kTableNames) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* db = nullptr;
    Must(rocksdb::DB::OpenForReadOnly(rocksdb::DBOptions(), path.string(), families, &handles_, &db),
         "the store cannot be opened");
    db_.reset(db);
  }
  ~ReadOnlyStore() {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  ReadOnlyStore(const ReadOnlyStore&) = delete;
  ReadOnlyStore& operator=(const ReadOnlyStore&) = delete;

  void ForEachRow(const TakeRow& take) const {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    options.readahead_size = 2 << 20;
    for (size_t table = 0; table < handles_.size(); ++table) {
      const std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator(options, handles_[table]));
      for (rows->SeekToFirst(); rows->Valid(); rows->Next())
        take(static_cast<Table>(table), rows->key().ToStringView(), rows->value().ToStringView());
      Must(rows->status(), "the store cannot be read");
    }
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

// The commit that wrote a row; 0 for those of no commit.
Revision RevisionOf(Table table, std::string_view key, std::string_view value) {
  switch (table) {
    case Table::kCurrent:
      return storage::rocks::DecodeRevision(value);
    case Table::kHistory:
      return storage::rocks::DecodeRevision(key.substr(key.size() - 16));
    case Table::kLog:
    case Table::kTransactions:
      return storage::rocks::DecodeRevision(key);
    case Table::kRequests: {
      storage::rocks::RequestEntry entry;
      return storage::rocks::DecodeRequest(value, entry) ? entry.revision : 0;
    }
    default:
      return 0;
  }
}

// "entries.page" of the rows of an index.
std::string IndexName(std::string_view key) {
  if (key.size() < 3) return "?";
  const uint16_t number = absl::big_endian::Load16(key.data() + 1);
  for (const storage::RecordKind* kind : storage::AllRecordKinds())
    for (const storage::IndexDefinition& index : kind->indexes)
      if (index.number == number) return std::string(kind->plural) + "." + std::string(index.name);
  return std::to_string(number);
}

std::string SpaceName(std::string_view key) {
  const auto space = static_cast<Keyspace>(key.front());
  switch (space) {
    case Keyspace::kApiKey:
      return "API key";
    case Keyspace::kOperation:
      return "operation";
    case Keyspace::kErasure:
      return "erasure";
    case Keyspace::kImport:
      return "import";
    case Keyspace::kIndex:
      return "index " + IndexName(key);
    case Keyspace::kUnique:
      return "unique " + IndexName(key);
    case Keyspace::kCounter:
      return "counter " + IndexName(key);
    case Keyspace::kIndexState:
      return "index state";
    default:
      for (const storage::RecordKind* kind : storage::AllRecordKinds())
        if (kind->keyspace == space) return std::string(kind->singular);
      return "keyspace " + std::to_string(static_cast<int>(space));
  }
}

std::string NameOf(Table table, std::string_view key) {
  const std::string name = kTableNames[static_cast<size_t>(table)];
  if (key.empty()) return name;
  if (table == Table::kCurrent) return name + " " + SpaceName(key);
  if (table == Table::kHistory) {
    storage::rocks::HistoryKey past;
    if (storage::rocks::DecodeHistoryKey(key, past) && !past.key.empty()) return name + " " + SpaceName(past.key);
  }
  return name;
}

// In front of a row in a file.
struct Head {
  Revision revision;
  uint32_t table, key_bytes, value_bytes, unused;
};

struct Row {
  Revision revision;
  Table table;
  rocksdb::Slice key, value;
};

std::vector<Row> ReadRows(const std::string& bytes) {
  std::vector<Row> rows;
  for (size_t at = 0; at < bytes.size();) {
    Head head;
    std::memcpy(&head, bytes.data() + at, sizeof head);
    at += sizeof head;
    rows.push_back({head.revision,
                    static_cast<Table>(head.table),
                    {bytes.data() + at, head.key_bytes},
                    {bytes.data() + at + head.key_bytes, head.value_bytes}});
    at += head.key_bytes + head.value_bytes;
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.revision < b.revision; });
  return rows;
}

}  // namespace

Spool SpoolRows(const fs::path& data, const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  const ReadOnlyStore store(data / "store");
  Spool spool;
  std::map<std::string, SpaceUse> spaces;
  std::vector<uint64_t> bytes_of;  // by revision
  store.ForEachRow([&](Table table, std::string_view key, std::string_view value) {
    SpaceUse& space = spaces[NameOf(table, key)];
    ++space.rows;
    space.key_bytes += key.size();
    space.value_bytes += value.size();
    const auto revision = static_cast<size_t>(RevisionOf(table, key, value));
    if (bytes_of.size() <= revision) bytes_of.resize(revision + 1);
    bytes_of[revision] += sizeof(Head) + key.size() + value.size();
  });
  for (auto& [name, space] : spaces) {
    space.name = name;
    spool.rows += space.rows;
    spool.bytes += space.key_bytes + space.value_bytes;
    spool.spaces.push_back(space);
  }
  std::vector<size_t> file_of(bytes_of.size());  // by revision
  uint64_t filled = kFileBytes;
  for (size_t revision = 0; revision < bytes_of.size(); ++revision) {
    if (filled >= kFileBytes) {
      filled = 0;
      spool.files.push_back(folder / ("rows-" + std::to_string(spool.files.size())));
    }
    file_of[revision] = spool.files.size() - 1;
    filled += bytes_of[revision];
  }
  std::vector<std::ofstream> out;
  for (const fs::path& file : spool.files) out.emplace_back(file, std::ios::binary);
  store.ForEachRow([&](Table table, std::string_view key, std::string_view value) {
    const Revision revision = RevisionOf(table, key, value);
    const Head head{revision, static_cast<uint32_t>(table), static_cast<uint32_t>(key.size()),
                    static_cast<uint32_t>(value.size()), 0};
    std::ofstream& file = out[file_of[static_cast<size_t>(revision)]];
    file.write(reinterpret_cast<const char*>(&head), sizeof head);
    file.write(key.data(), static_cast<std::streamsize>(key.size()));
    file.write(value.data(), static_cast<std::streamsize>(value.size()));
  });
  for (std::ofstream& file : out)
    if (!file.flush()) throw std::runtime_error("the rows cannot be written to " + folder.string());
  return spool;
}

PlainWrite WritePlainly(const Spool& spool, const fs::path& path) {
  fs::remove_all(path);
  fs::create_directories(path);
  auto opened = storage::rocks::Database::Open({}, path, std::make_shared<storage::rocks::Retention>(absl::Hours(1)));
  if (!opened.ok()) throw std::runtime_error(std::string(opened.status().message()));
  const storage::rocks::Database& database = **opened;
  rocksdb::WriteOptions durable;
  durable.sync = true;
  PlainWrite written;
  rocksdb::WriteBatch batch;
  for (const fs::path& file : spool.files) {
    const std::string bytes = testing::ReadFile(file);
    const std::vector<Row> rows = ReadRows(bytes);
    const auto begin = std::chrono::steady_clock::now();
    bool note_alone = true;
    for (size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      batch.Put(Handle(database.tables(), row.table), row.key, row.value).PermitUncheckedError();
      note_alone = note_alone && row.table == Table::kTransactions;
      const bool last = i + 1 == rows.size();
      if (!last && rows[i + 1].revision == row.revision) continue;
      if (note_alone && !last) {
        ++written.merged;
        continue;
      }
      Must(database.db().Write(durable, &batch), "a batch cannot be written");
      ++written.batches;
      batch.Clear();
      note_alone = true;
    }
    written.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    written.rows += rows.size();
  }
  return written;
}

}  // namespace lectern::bench
