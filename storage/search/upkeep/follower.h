// Brings an index after the store.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/engine/engine.h"
#include "storage/search/documents/record_documents.h"
#include "storage/search/index/search_index.h"

namespace lectern::search {

// Hears of what goes on in the background: of a record that cannot be read, for example.
using UpkeepObserver = std::function<void(std::string_view event, const absl::Status& status)>;

// Reads the store's log and applies to one index what it tells. Not thread-safe.
class Follower {
 public:
  // Both outlive it.
  Follower(storage::Engine& engine, const UpkeepObserver& observer) : engine_(engine), observer_(observer) {}

  struct Progress {
    bool caught_up = false;          // the index knows all that the store does
    bool taxonomy_changed = false;   // topics or themes were among it
    bool countries_changed = false;  // countries were
  };
  // Applies the next commits that `index` does not know of, some hundred records at most, as the records are now. A
  // record that cannot be read is left out, and the observer told. `behind`: nobody reads the index yet, so that a
  // record which a later commit of the log names again is left to that one: each record is indexed once, however often
  // it was written. Errors of the store's log, and of SearchIndex::Apply.
  absl::StatusOr<Progress> Step(SearchIndex& index, bool behind);

  // Of all texts that it has applied.
  const LanguageSet& languages() const { return documents_.languages(); }

 private:
  absl::Status Add(const std::set<std::string>& record_keys, storage::Revision through, bool behind, Batch& batch);

  storage::Engine& engine_;
  const UpkeepObserver& observer_;
  RecordDocuments documents_;
};

}  // namespace lectern::search
