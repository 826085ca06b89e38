// What one commit asks of the engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lectern::storage {

// Orders all commits of a store; the first is 1, and there are no gaps. 0 means "none".
using Revision = int64_t;

// Limits that every engine enforces (RESOURCE_EXHAUSTED, LIMIT_EXCEEDED). Keys have 1 byte at least. A request row's
// key and result are bound like a key and a value.
inline constexpr size_t kMaxKeyBytes = 1024;
inline constexpr size_t kMaxValueBytes = 1 << 20;
inline constexpr size_t kMaxBatchBytes = 64 << 20;

// One change. Keys within a batch are distinct, but for Adds and Rewrites.
struct Change {
  // Log() knows puts and deletes alone: an erased key is a deleted one there.
  enum class Kind : uint8_t { kPut = 1, kDelete = 2, kAdd = 3, kErase = 4, kRewrite = 5, kInsert = 6 };
  Kind kind;
  std::string key;
  std::string value;      // of kPut, kInsert and kRewrite
  int64_t delta = 0;      // of kAdd
  bool logged = false;    // stands in Log(): true for records, false for what is derived from them
  Revision revision = 0;  // of kRewrite: the commit that wrote the value
};

// Changes that are carried out together or not at all.
class Batch {
 public:
  // Sets `key` to `value`.
  void Put(std::string key, std::string value, bool logged = false) {
    changes_.push_back({Change::Kind::kPut, std::move(key), std::move(value), 0, logged});
  }
  // Put, where the caller knows that `key` is not there: the engine need not look for a value that becomes a past one.
  // What makes it so is a precondition of the same commit; were the key there all the same, its value would be replaced
  // without a trace in the past.
  void Insert(std::string key, std::string value) {
    changes_.push_back({Change::Kind::kInsert, std::move(key), std::move(value)});
  }
  // Takes `key` away. A key that is not there is no error.
  void Delete(std::string key, bool logged = false) {
    changes_.push_back({Change::Kind::kDelete, std::move(key), {}, 0, logged});
  }
  // Adds `delta` to the counter at `key`, a missing one being 0. Resolved in commit order, so counters never conflict;
  // a counter that reaches 0 is removed. Read it with DecodeCounter. It wraps around at 64 bits.
  void Add(std::string key, int64_t delta) {
    changes_.push_back({Change::Kind::kAdd, std::move(key), {}, delta, false});
  }
  // Takes `key` away for good: its value and all its past values, for every revision, where Delete keeps the past. A
  // key that is not there and never was is no error. What Log() says of the past stays.
  void Erase(std::string key, bool logged = false) {
    changes_.push_back({Change::Kind::kErase, std::move(key), {}, 0, logged});
  }
  // Replaces the value that `key` got at `revision` by `value`, for every revision that shows it; revision and time of
  // the value stay. It must be a past value once the batch is carried out, so that of a key that is put or deleted in
  // the same batch may be the newest one before. Done after all other changes of the batch, whatever their order, and
  // never logged. The commit fails where `key` has no such past value (Engine::Commit); an erased one has none.
  void Rewrite(std::string key, Revision revision, std::string value) {
    changes_.push_back({Change::Kind::kRewrite, std::move(key), std::move(value), 0, false, revision});
  }

  const std::vector<Change>& changes() const { return changes_; }
  bool empty() const { return changes_.empty(); }

 private:
  std::vector<Change> changes_;
};

// Value of a counter row: 8 bytes, big-endian two's complement. DO NOT CHANGE: on disk.
std::string EncodeCounter(int64_t value);
// nullopt where `bytes` is no counter.
std::optional<int64_t> DecodeCounter(std::string_view bytes);

// The commit goes through only if `key` is at `revision` (0: absent).
struct Precondition {
  std::string key;
  Revision revision = 0;
};

// Makes a commit repeatable: the same `key` (principal, method and the caller's request_id) with the same
// `hash` is carried out once within the time requests are kept.
struct RequestRow {
  std::string key;
  std::string hash;    // of the request's content
  std::string result;  // answered again to a repetition
};

struct CommitRequest {
  Batch batch;
  std::vector<Precondition> preconditions;
  std::optional<RequestRow> request;
  // For the commit's `tx` row: who, by which method, as a part of which operation.
  std::string principal;
  std::string method;
  std::string operation;
};

struct CommitResult {
  Revision revision = 0;  // of this commit; of the first one for a repetition; of the newest for an empty batch
  absl::Time time;        // of that commit
  bool replayed = false;  // a repetition: nothing was written
  std::string result;     // the request row's, the stored one for a repetition
};

}  // namespace lectern::storage
