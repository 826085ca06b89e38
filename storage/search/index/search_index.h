// The full-text index: what was applied to it can be found, counted and completed, by those who may see it.
//
// It keeps immutable segments in a RocksDB of its own, and what is fresh in memory. The revision that it has applied is
// written with the list of segments in one batch: killed at any instant it opens at durable_revision(), and the caller
// feeds what came since. SEGMENTS.md specifies the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/engine/batch.h"
#include "storage/search/index/query.h"

namespace rocksdb {
class Env;
}

namespace lectern::search {

struct IndexOptions {
  std::string folder;    // made where it is missing
  std::string identity;  // of the store that is indexed (its id and epoch); another one stored is FAILED_PRECONDITION
  rocksdb::Env* environment = nullptr;             // not owned; null: the file system
  size_t cache_bytes = 256 << 20;                  // of blocks of posting lists and positions
  size_t memory_bytes = 48 << 20;                  // fresh documents are written to disk from here on,
  absl::Duration flush_after = absl::Seconds(30);  // or when the oldest has waited this long
  int64_t merge_bytes_per_second = 64 << 20;       // what merges write at most
  absl::Duration tidy_after = absl::Seconds(10);   // all becomes one segment when nothing was applied for so long
  absl::Duration view_life = absl::Minutes(5);     // kept views
  size_t max_kept_views = 64;
  bool remember_counts = true;  // of how many documents hold a frequent word; false: counted anew in every search
  bool background = true;       // false: nothing is merged or written but by Flush(), Merge() and Purge(); for tests
};

// What one commit, or several, did. The same key may appear again: the last word on it counts.
struct Batch {
  storage::Revision revision = 0;      // that these changes bring the index to; above the current one
  std::vector<Document> upserts;       // replace what had their keys
  std::vector<std::string> deletions;  // keys; applied before the upserts
};

struct IndexStatistics {
  storage::Revision revision = 0;
  storage::Revision durable_revision = 0;
  uint64_t documents = 0;          // live ones, whoever may see them
  uint64_t deleted_documents = 0;  // still in segments
  size_t segments_in_memory = 0;
  size_t segments_on_disk = 0;
  size_t memory_bytes = 0;  // of segments in memory, columns and dictionaries; without the cache of blocks
  uint64_t disk_bytes = 0;
  uint64_t merges = 0;
  bool busy = false;  // background work is going on, or due
  size_t kept_views = 0;
};

// A moment of the index: its segments and who is deleted in them. Holding one keeps the files that it reads.
class View;

struct FormCount {
  std::string form;
  uint64_t documents = 0;  // that hold it and that the audience may see
  uint32_t distance = 0;   // edits from what was asked for
};

class SearchIndex {
 public:
  // DATA_LOSS (INDEX_NOT_READY): the files are damaged; delete the folder and rebuild. FAILED_PRECONDITION: of another
  // store, or of another version of the format; likewise. UNAVAILABLE (STORE_READ_ONLY): the folder cannot be written.
  static absl::StatusOr<std::unique_ptr<SearchIndex>> Open(const IndexOptions& options);
  virtual ~SearchIndex() = default;

  // Makes `batch` visible to every view taken from now on; durable later. One writer at a time. Waits while background
  // work is behind. INVALID_ARGUMENT: a revision that is not above the current one, a key that is empty or too long.
  // DATA_LOSS: background work found damage.
  virtual absl::Status Apply(Batch batch) = 0;
  // Returns once everything applied is on disk.
  virtual absl::Status Flush() = 0;
  // Flush, then writes segments that hold deleted documents anew: their words are in no file afterwards, but for those
  // that older views read; these go with the last of the views.
  virtual absl::Status Purge() = 0;
  // Flush, then merges everything into one segment.
  virtual absl::Status Merge() = 0;

  virtual storage::Revision revision() const = 0;
  virtual storage::Revision durable_revision() const = 0;
  virtual IndexStatistics Statistics() const = 0;
  // The first failure of background work; DATA_LOSS asks for a rebuild.
  virtual absl::Status Health() const = 0;

  virtual std::shared_ptr<const View> CurrentView() const = 0;
  // Keeps `view` for pages to come, view_life from the last use on; the one unused longest goes when there are too
  // many. Returns its id: the same for the same view.
  virtual uint64_t KeepView(std::shared_ptr<const View> view) = 0;
  // OUT_OF_RANGE (SEARCH_VIEW_EXPIRED): it is no longer kept; the search must begin anew.
  virtual absl::StatusOr<std::shared_ptr<const View>> FindView(uint64_t id) = 0;

 protected:
  SearchIndex() = default;
};

storage::Revision RevisionOf(const View& view);

// All of these may be called by any number of threads. DATA_LOSS: rebuild. DEADLINE_EXCEEDED: stopped.
// INVALID_ARGUMENT: a limit is above kMaxLimit, or a node has no child.
absl::StatusOr<SearchResult> Search(const View& view, const SearchRequest& request);

// How many of the documents that `request` finds, by its plan, filter and audience, hold each of `forms`.
absl::StatusOr<std::vector<uint64_t>> CountForms(const View& view, const SearchRequest& request,
                                                 const std::vector<std::string>& forms);
// Whether there is a document `key` that `audience` sees.
bool Sees(const View& view, std::string_view key, Audience audience);

// For each of `stems`: how many documents that `audience` sees hold it. What Related weighs the words of an entry by.
absl::StatusOr<std::vector<uint64_t>> CountStems(const View& view, const std::vector<std::string>& stems,
                                                 Audience audience);
// The stems under which documents that `audience` sees hold `form`, in byte order.
absl::StatusOr<std::vector<std::string>> StemsOfForm(const View& view, std::string_view form, Audience audience);
// How many documents that `audience` sees hold a word of `stem`. Too high by deleted ones at the most, but 0 where
// there are none; exact where a segment's deletions might be all of them.
absl::StatusOr<uint64_t> DocumentsWithStem(const View& view, std::string_view stem, Audience audience);
// Forms that begin with `prefix` and that a document visible to `audience` holds: the most frequent first, equally
// frequent ones in byte order.
absl::StatusOr<std::vector<FormCount>> Complete(const View& view, std::string_view prefix, Audience audience,
                                                size_t limit);
// Forms within `max_distance` (0 to 2) edits of `word`: insertion, deletion, replacement or exchange of neighbouring
// characters (of UTF-8). Nearest first, then as Complete. The first `same_prefix` characters must be the same.
absl::StatusOr<std::vector<FormCount>> SimilarForms(const View& view, std::string_view word, uint32_t max_distance,
                                                    size_t same_prefix, Audience audience, size_t limit);

}  // namespace lectern::search
