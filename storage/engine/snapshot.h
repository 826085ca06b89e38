// Reading the store as it was at one revision.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/engine/batch.h"

namespace lectern::storage {

// A value as read, with the commit that wrote it. Owns, or keeps pinned, its bytes: it may outlive the snapshot but not
// the engine. Moves are cheap.
class Value {
 public:
  // What keeps the bytes in place.
  class Holder {
   public:
    virtual ~Holder() = default;
  };

  Value(Revision revision, absl::Time time, std::string_view bytes, std::unique_ptr<Holder> holder)
      : revision_(revision), time_(time), bytes_(bytes), holder_(std::move(holder)) {}

  Revision revision() const { return revision_; }
  absl::Time time() const { return time_; }
  std::string_view bytes() const { return bytes_; }
  // Gives up the holder: bytes() stays valid for as long as it lives.
  std::unique_ptr<Holder> Release() { return std::move(holder_); }

 private:
  Revision revision_;
  absl::Time time_;
  std::string_view bytes_;
  std::unique_ptr<Holder> holder_;
};

// Keys from `begin` up to but without `end`; an empty `end` means no upper bound.
struct KeyRange {
  std::string begin;
  std::string end;
};

enum class Direction { kForward, kBackward };

// Walks a range. Not thread-safe; valid only as long as its snapshot.
class Cursor {
 public:
  virtual ~Cursor() = default;
  // False at the end of the range and after an error.
  virtual bool Valid() const = 0;
  virtual void Next() = 0;
  // Where Valid(): the row under the cursor, up to the next call of Next().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  // OK at the end of a range that was read to its end. DATA_LOSS: a block's checksum is wrong.
  virtual absl::Status status() const = 0;
};

// The store at one revision. Within MemoryOnly (memory_only.h) nothing waits for the disk. Thread-safe, but for the
// cursors. Cheap to open, the newest one above all: it is shared by all who open it. Keeps old rows from being dropped,
// and what is erased on the disk, while it lives, so hold it for a call and not for longer.
//
// What is erased or rewritten for good (Batch::Erase, Batch::Rewrite) changes the past: a snapshot of an older revision
// that is opened afterwards shows none of the old bytes. One that was open before may go on showing them.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  virtual Revision revision() const = 0;

  // Success: the value, or nullopt where the key was absent. May wait for the disk. DATA_LOSS: a checksum is wrong.
  virtual absl::StatusOr<std::optional<Value>> Get(std::string_view key) const = 0;

  // Get for many keys at the cost of few reads. The answer has the keys' order. May wait for the disk.
  virtual absl::StatusOr<std::vector<std::optional<Value>>> MultiGet(absl::Span<const std::string> keys) const = 0;

  // The values that `key` had up to revision(), newest first, at most `limit`, each with the revision and time that
  // wrote it; where `before` is given and not 0, only those written before it: pass the oldest revision of one answer
  // to go on behind it. Values only: that `key` was deleted in between shows in none of them. Of permanent keys all are
  // there; of others those that the retention has left, at least every value since Engine::Oldest(). May wait for the
  // disk; costs what the answer is long, however long the past is.
  virtual absl::StatusOr<std::vector<Value>> Versions(std::string_view key, std::optional<Revision> before,
                                                      size_t limit) const = 0;

  // A cursor at the range's first key, or last for kBackward. May wait for the disk, and so may its Next().
  virtual std::unique_ptr<Cursor> Scan(const KeyRange& range, Direction direction = Direction::kForward) const = 0;
};

}  // namespace lectern::storage
