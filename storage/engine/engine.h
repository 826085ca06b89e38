// The storage engine: ordered bytes to bytes, with a total order of revisions.
//
// Contract that holds for every engine (tests/conformance/engine walks it):
//  - A commit is atomic. It is durable once its callback has been given OK, and a later snapshot shows it.
//  - Commits are ordered by revision without gaps; a snapshot shows all of them up to its own revision and none after.
//  - Replaced and deleted values stay readable at their revisions until the retention of the store drops them; values
//    of permanent keys are never dropped. Batch::Erase and Batch::Rewrite alone change what a past revision shows.
//  - All functions may be called from any thread. Callbacks run on a thread of the engine, never within the call that
//    they were given to: they may call the engine, but must not block and must not destroy it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/engine/batch.h"
#include "storage/engine/snapshot.h"

namespace lectern::storage {

// Who the store is. Both stand in tokens, etags and indexes, so that what belongs to another store, or to this one
// before a restore, is refused and never mixed.
struct StoreIdentity {
  std::string store_id;  // 32 hexadecimal digits, made when the store was first opened
  int64_t epoch = 1;     // raised by every restore
  std::string seal_key;  // 32 secret random bytes, for sealing page tokens
};

// One logged change of a record key.
struct LogRow {
  Revision revision = 0;
  uint32_t sequence = 0;  // place within the commit, from 0
  Change::Kind kind = Change::Kind::kPut;
  std::string key;
};

// One commit.
struct TransactionInfo {
  Revision revision = 0;
  absl::Time time;
  std::string principal;
  std::string method;
  std::string operation;
};

class Engine {
 public:
  using CommitCallback = std::function<void(absl::StatusOr<CommitResult>)>;
  using WaitCallback = std::function<void(absl::Status)>;

  // Waits for the commits that were handed in; all callbacks have run when it returns. Snapshots, cursors and values
  // are gone before. What callbacks still ask for meanwhile ends with SHUTTING_DOWN.
  virtual ~Engine() = default;

  virtual StoreIdentity Identity() const = 0;

  // Queues a commit and returns at once; `done` is called once, with
  //   OK                  durable at result.revision, or a repetition of a request that was;
  //   ABORTED             a precondition does not hold (WRITE_CONTENTION, metadata "key_index": which one), or a
  //                       Rewrite finds no past value of its revision (WRITE_CONTENTION, metadata "change_index": its
  //                       place in the batch): another commit erased it, or retention dropped it; not written;
  //   INVALID_ARGUMENT    the request's key came before with another hash (REQUEST_ID_REUSED); not written;
  //   RESOURCE_EXHAUSTED  over a limit (LIMIT_EXCEEDED) or the queue is full (OVERLOADED); not written;
  //   UNAVAILABLE         the store cannot write (STORE_READ_ONLY; not written), failed while writing
  //                       (COMMIT_OUTCOME_UNKNOWN: repeat it with its request row) or ends (SHUTTING_DOWN; not
  //                       written);
  //   DATA_LOSS, INTERNAL what the commit needs to know cannot be read (RECORD_CORRUPT, also an Add to a value that is
  //                       no counter; INTERNAL_FAULT); not written.
  // The request row is looked up before the preconditions, in commit order. A batch without changes takes no revision,
  // but stores its request row.
  virtual void Commit(CommitRequest request, CommitCallback done) = 0;

  // Looks a request up in commit order, behind every commit handed in before: OK with `replayed` where it was carried
  // out, OK without where it was not, INVALID_ARGUMENT (REQUEST_ID_REUSED) where its hash differs; UNAVAILABLE as for
  // Commit where the store cannot say, because a write before it failed.
  virtual void FindRequest(std::string key, std::string hash, CommitCallback done) = 0;

  // The store at `at`, or at the newest revision. OUT_OF_RANGE (SNAPSHOT_EXPIRED, metadata "oldest_revision") where
  // `at` is older than the kept history; INVALID_ARGUMENT where it is still to come.
  virtual absl::StatusOr<std::shared_ptr<const Snapshot>> OpenSnapshot(std::optional<Revision> at = {}) const = 0;

  // The value that `key` had at `at`, without a snapshot: for a permanent key also where `at` is older than Oldest(),
  // for others OUT_OF_RANGE there as in OpenSnapshot. nullopt where the key was absent. May wait for the disk.
  virtual absl::StatusOr<std::optional<Value>> GetAt(std::string_view key, Revision at) const = 0;

  // Logged changes of revisions >= `from` in commit order, gap-free: whole revisions of at most `limit` rows together,
  // but the first one even where it alone has more. Empty where there are none. May wait for the disk.
  virtual absl::StatusOr<std::vector<LogRow>> Log(Revision from, size_t limit) const = 0;

  // The commit `revision`; NOT_FOUND where there is none. May wait for the disk.
  virtual absl::StatusOr<TransactionInfo> Transaction(Revision revision) const = 0;

  // Calls `done` with OK once `revision` can be read, with DEADLINE_EXCEEDED at `deadline`, with CANCELLED when the
  // engine ends.
  virtual void WaitFor(Revision revision, absl::Time deadline, WaitCallback done) = 0;

  // Newest readable revision; 0 for an empty store.
  virtual Revision Latest() const = 0;
  // Oldest revision that OpenSnapshot still takes.
  virtual Revision Oldest() const = 0;
  // False while the store cannot write. It tries by itself, every second, to do so again.
  virtual bool Writable() const = 0;

  // Drops what retention allows to drop and gives its space back. With OK no file of the store holds any more what was
  // erased, rewritten or dropped by commits that were acknowledged before the call. Takes long, and waits for the disk
  // and for snapshots and cursors that are older; reads and writes go on meanwhile. One call at a time: a further one
  // waits. UNAVAILABLE (STORE_READ_ONLY) where the store cannot write; DEADLINE_EXCEEDED (DEADLINE_PASSED) where older
  // snapshots or cursors were still open after half a minute: the space is given back, but old bytes may be left. Try
  // again. Never call it with a snapshot or cursor of one's own open.
  virtual absl::Status Compact() = 0;

  // Gives back what large values that were deleted in `range` take, where that is worth the work; later writes would do
  // so in time. Takes up to seconds; what fails is left to those writes.
  virtual void Reclaim(const KeyRange& range) = 0;

  // Bytes that the store's files have at the moment, those that are about to go included; 0 where that cannot be read.
  // May wait for the disk.
  virtual int64_t DiskBytes() const = 0;
};

}  // namespace lectern::storage
