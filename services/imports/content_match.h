// Recognising what is the same without a key that says so.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "lectern/v1/entry.pb.h"
#include "services/imports/chunk_run.h"
#include "services/operations/job.h"

namespace lectern::imports {

// Names of records that the last imports of the same sources brought and this one does not.
struct AbsentRecords {
  std::set<std::string> entries;
  std::set<std::string> others;
};

// `touched` is true for keys of records that the import touches. May wait for the disk.
absl::StatusOr<AbsentRecords> FindAbsent(const ImportRun& run, const std::set<std::string>& sources,
                                         const operations::JobContext& context,
                                         const std::function<bool(const std::string& record_key)>& touched);

// Entries by what they say: their address, or byline and first words, or title.
class ContentIndex {
 public:
  void Add(const std::string& name, const v1::Entry& entry);
  // The one entry that `entry` is; nullopt where there is none, or several could be.
  std::optional<std::string> Find(const v1::Entry& entry) const;

 private:
  std::map<std::string, std::string> names_;  // empty where several have it
};

// Of the absent entries; empty where there are more than can be compared in memory (20,000). May wait for the disk.
absl::StatusOr<ContentIndex> IndexByContent(storage::Engine& engine, const AbsentRecords& absent);

// Adds to `result` the entries of the catalogue that may be the same source: equal in title by LikenessKey, and in one
// at least of publisher, date and domain. At most 8.
absl::Status FindDuplicates(const storage::Snapshot& snapshot, const v1::Entry& entry,
                            internal::v1::StoredImportResult& result);

// The name of the entry with that source_key.
absl::StatusOr<std::optional<std::string>> NameOfSourceKey(const storage::Snapshot& snapshot,
                                                           const std::string& source_key);

}  // namespace lectern::imports
