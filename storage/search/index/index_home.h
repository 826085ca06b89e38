// Where the index lives: the one that is served, and one that is being rebuilt beside it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/search/index/search_index.h"

namespace lectern::search {

// A folder with a folder for each index, "generation-N", and a file "active" that names the one to serve. A rebuild
// that is cut off leaves the active one as it was. Not thread-safe.
class IndexHome {
 public:
  // `options.folder` is the home. Removes every index but the active one: what a rebuild that was cut off has left.
  // UNAVAILABLE (STORE_READ_ONLY): the folder cannot be written.
  static absl::StatusOr<std::unique_ptr<IndexHome>> Open(const IndexOptions& options);

  // The active index, a new one where there is none. Errors as SearchIndex::Open: where they ask for it, rebuild.
  absl::StatusOr<std::unique_ptr<SearchIndex>> OpenActive();
  // A new, empty index to feed while the active one is served.
  absl::StatusOr<std::unique_ptr<SearchIndex>> BeginRebuild();
  // Makes the rebuilt one the active one, durably. Flush it first; it may stay open.
  absl::Status Adopt();
  // Deletes all indexes but the active one. Close them first.
  absl::Status RemoveOthers();

 private:
  explicit IndexHome(const IndexOptions& options);
  std::string FolderOf(uint64_t generation) const;
  absl::Status ReadActive();
  absl::Status WriteActive(uint64_t generation);
  absl::StatusOr<std::unique_ptr<SearchIndex>> OpenGeneration(uint64_t generation) const;

  const IndexOptions options_;
  rocksdb::Env& environment_;
  uint64_t active_ = 0;  // 0: none yet
  uint64_t newest_ = 0;  // generation that was ever begun
};

}  // namespace lectern::search
