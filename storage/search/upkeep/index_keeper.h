// The search index of a store: opened, kept after the store, mended and rebuilt, on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "storage/engine/engine.h"
#include "storage/engine/revision_waiters.h"
#include "storage/search/index/index_home.h"
#include "storage/search/upkeep/follower.h"
#include "storage/search/upkeep/terminology.h"

namespace lectern::search {

// An index as a search uses it.
struct ReadyIndex {
  std::shared_ptr<SearchIndex> index;
  uint64_t instance = 0;  // of the index: another one each time one is opened
  // Another one with each index and each change of what decides what a query finds, languages and synonyms: a page of
  // a search that began with another edition would not go on where the page before ended.
  uint64_t edition = 0;
  LanguageSet languages;  // of what is in it
  std::shared_ptr<const Terminology> terms;
};

struct RebuildProgress {
  storage::Revision revision = 0;  // that the new index knows of
  storage::Revision latest = 0;    // newest one of the store
  uint64_t documents = 0;
};
// Hears how far a rebuild is; an error ends the rebuild, with that error.
using RebuildReport = std::function<absl::Status(const RebuildProgress&)>;

// Thread-safe. An index that is missing, damaged or of another store is built anew from the store; until that is done
// no index is ready, and nothing is answered rather than something wrong.
class IndexKeeper {
 public:
  // Opens the index in the background. `options.identity` is set by the keeper. `engine` outlives it.
  IndexKeeper(storage::Engine& engine, IndexOptions options, UpkeepObserver observer);
  // Ends all searches' waiting with CANCELLED, and the rebuild under way.
  ~IndexKeeper();
  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

  // Null where none is ready. To be held for a search, not longer.
  std::shared_ptr<const ReadyIndex> Ready() const;
  // What Ready() from now on returns knows of this revision: its documents, and its terms too, which are read after
  // them. 0 where none is ready.
  storage::Revision Known() const { return Ready() == nullptr ? 0 : known_.load(); }
  // UNAVAILABLE (INDEX_NOT_READY) with how far it is.
  absl::Status NotReady() const;
  // Calls `done` with OK once an index is ready that knows of `revision`; DEADLINE_EXCEEDED at `deadline`, CANCELLED
  // at the end of the keeper. From another thread.
  void WhenReady(storage::Revision revision, absl::Time deadline, storage::Engine::WaitCallback done) {
    waiters_.Add(revision, deadline, std::move(done));
  }
  // A search met damage: the index is built anew.
  void ReportDamage(const ReadyIndex& damaged);

  // Builds another index and has it answer once it knows all that the store does. Blocks; one at a time, a further call
  // waits. UNAVAILABLE where the disk cannot be written; errors of the store, and of `report`.
  absl::Status Rebuild(const RebuildReport& report);
  // Returns once what is erased by now is in no file of the index, but for those that searches of the last minutes
  // still read. Blocks. Errors as Rebuild(), and of `still_wanted`, which it asks again and again.
  absl::Status Purge(const std::function<absl::Status()>& still_wanted);

  IndexStatistics Statistics() const;

 private:
  void Run();
  // One turn of the thread's work; how long to wait before the next one, where nothing happens meanwhile.
  absl::StatusOr<absl::Duration> Turn();
  absl::Status OpenActive();
  // Applies what is next. `instance`: of the index that it is about; 0 where none could be opened.
  absl::Status Follow(uint64_t& instance);
  absl::Status CheckReports() const;
  // Builds an index and has it take the place of the present one, if there is one; not where that is no longer
  // `instead_of`.
  absl::Status BuildAnew(const RebuildReport& report, std::optional<uint64_t> instead_of);
  // Under following_: what searches get from now on.
  void Publish();
  // Then: what they know.
  void Announce();
  void Unpublish();
  absl::Status ReadTerms();
  absl::Status Stopping() const;
  void Sleep(absl::Duration at_most);

  // What wakes the thread; callbacks of the engine may outlive the keeper.
  struct Signal {
    std::mutex mutex;
    std::condition_variable changed;
    bool raised = false;
  };
  static void Raise(const std::shared_ptr<Signal>& signal);

  storage::Engine& engine_;
  const IndexOptions options_;
  const UpkeepObserver observer_;
  const std::shared_ptr<Signal> signal_ = std::make_shared<Signal>();
  std::atomic<bool> stopping_{false};
  std::atomic<storage::Revision> reached_{0};  // by the index that is ready, or being built
  std::atomic<storage::Revision> known_{0};
  std::atomic<bool> opened_{false};

  std::mutex building_;  // held by who opens or builds an index; taken before following_
  std::unique_ptr<IndexHome> home_;

  std::mutex following_;  // held by who applies to index_
  std::shared_ptr<SearchIndex> index_;
  std::unique_ptr<Follower> follower_;
  LanguageSet old_languages_;  // of what was in the index when it was opened
  Analyzer analyzer_;
  std::shared_ptr<const Terminology> terms_;  // null: not read since they changed
  uint64_t instance_ = 0;
  uint64_t edition_ = 0;

  mutable std::mutex mutex_;
  std::shared_ptr<const ReadyIndex> ready_;  // guarded by mutex_
  uint64_t damaged_ = 0;                     // instance that a search found to be damaged; guarded by mutex_

  storage::RevisionWaiters waiters_;
  std::thread thread_;
};

}  // namespace lectern::search
