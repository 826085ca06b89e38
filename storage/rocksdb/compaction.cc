#include "storage/rocksdb/compaction.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rocksdb/env.h"
#include "storage/engine/fault.h"
#include "storage/engine/text.h"

namespace lectern::storage::rocks {
namespace {

// Of large values, live ones included: less is not compacted for.
constexpr uint64_t kWorthwhileBytes = 64 << 20;
constexpr absl::Duration kPollEvery = absl::Milliseconds(5);

using Names = std::set<std::string>;

absl::Status CannotCompact(const rocksdb::Status& status) {
  return Fault(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_READ_ONLY,
               absl::StrCat("the store cannot be compacted: ", status.ToString()));
}

absl::Status StillRead(std::string_view what) {
  return Fault(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_PASSED,
               absl::StrCat("the store was compacted, but ", Absl(what),
                            " did not end in time, so erased text may still be on the disk; compact it again"));
}

bool IsTable(std::string_view name) { return name.ends_with(".sst") || name.ends_with(".blob"); }
bool IsLog(std::string_view name) { return name.ends_with(".log"); }
bool IsManifest(std::string_view name) { return name.starts_with("MANIFEST-"); }

// Files of the database's directory that `wanted` takes.
absl::StatusOr<Names> List(rocksdb::DB& db, bool (*wanted)(std::string_view name)) {
  std::vector<std::string> children;
  if (rocksdb::Status read = db.GetEnv()->GetChildren(db.GetName(), &children); !read.ok()) return CannotCompact(read);
  Names names;
  for (std::string& name : children)
    if (wanted(name)) names.insert(std::move(name));
  return names;
}

// Logs that hold anything. RocksDB does not begin a new one in place of one that is empty.
absl::StatusOr<Names> WrittenLogs(rocksdb::DB& db) {
  ASSIGN_OR_RETURN(Names logs, List(db, IsLog));
  std::erase_if(logs, [&](const std::string& name) {
    uint64_t bytes = 0;
    return db.GetEnv()->GetFileSize(absl::StrCat(db.GetName(), "/", name), &bytes).ok() && bytes == 0;
  });
  return logs;
}

// Asks `done` again and again; false where it does not come true within `patience`.
bool Wait(absl::Duration patience, const std::function<bool()>& done) {
  const absl::Time deadline = absl::Now() + patience;
  while (!done()) {
    if (absl::Now() >= deadline) return false;
    absl::SleepFor(kPollEvery);
  }
  return true;
}

bool NoOlderSnapshots(rocksdb::DB& db, rocksdb::SequenceNumber sequence) {
  uint64_t oldest = 0;  // 0: there is none
  return db.GetIntProperty(rocksdb::DB::Properties::kOldestSnapshotSequence, &oldest) &&
         (oldest == 0 || oldest >= sequence);
}

// Which of `tables`, table files that were there when all had been written anew, are there still without being in use:
// cursors keep them.
Names Obsolete(rocksdb::DB& db, const Names& tables) {
  std::vector<std::string> live;
  uint64_t manifest_bytes = 0;
  Names obsolete = tables;
  if (!db.GetLiveFiles(live, &manifest_bytes, /*flush_memtable=*/false).ok()) return obsolete;
  for (const std::string& file : live) obsolete.erase(file.substr(1));  // without the slash
  return obsolete;
}

bool Gone(rocksdb::DB& db, const Names& files) {
  std::vector<std::string> children;
  if (!db.GetEnv()->GetChildren(db.GetName(), &children).ok()) return false;
  return std::none_of(children.begin(), children.end(), [&](const std::string& name) { return files.contains(name); });
}

}  // namespace

absl::Status CompactTables(rocksdb::DB& db, const TableHandles& tables, rocksdb::SequenceNumber sequence,
                           absl::Duration patience) {
  ASSIGN_OR_RETURN(const Names logs, WrittenLogs(db));
  // A row that a snapshot shows is kept by every compaction. Those that are open now end; newer ones do no harm.
  const bool in_time = Wait(patience, [&] { return NoOlderSnapshots(db, sequence); });

  // It begins with writing to table files what is in memory, so that the logs have nothing that is needed.
  rocksdb::CompactRangeOptions options;
  options.allow_write_stall = true;
  // Everything, even where it was just moved or written by a compaction that began while older snapshots were open.
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  // And all values that lie in files of their own.
  options.blob_garbage_collection_policy = rocksdb::BlobGarbageCollectionPolicy::kForce;
  options.blob_garbage_collection_age_cutoff = 1;
  Names manifests;
  // The meta table comes last: a manifest begins with the files before the change that it is made for, so the first one
  // without the old files of the other tables is the one that the meta table's change begins (DatabaseOptions).
  for (size_t i = tables.size(); i-- > 0;) {
    if (i == 0) {
      ASSIGN_OR_RETURN(manifests, List(db, IsManifest));
    }
    if (rocksdb::Status done = db.CompactRange(options, tables[i], nullptr, nullptr); !done.ok())
      return CannotCompact(done);
  }
  if (!in_time) return StillRead("readers that began earlier");

  // Old files go when nobody reads them any more, and on RocksDB's own threads.
  ASSIGN_OR_RETURN(const Names table_files, List(db, IsTable));
  const bool gone =
      Wait(patience, [&] { return Gone(db, logs) && Gone(db, manifests) && Gone(db, Obsolete(db, table_files)); });
  return gone ? absl::OkStatus() : StillRead("readers of the old files");
}

void CompactDeletions(rocksdb::DB& db, const TableHandles& tables, const KeyRange& range) {
  uint64_t bytes = 0;
  if (!db.GetIntProperty(Handle(tables, Table::kCurrent), rocksdb::DB::Properties::kTotalBlobFileSize, &bytes) ||
      bytes < kWorthwhileBytes)
    return;
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;
  const rocksdb::Slice begin(range.begin), end(range.end);
  db.CompactRange(options, Handle(tables, Table::kCurrent), &begin, range.end.empty() ? nullptr : &end)
      .PermitUncheckedError();
}

}  // namespace lectern::storage::rocks
