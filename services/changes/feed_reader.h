// Reads the log transaction by transaction, as one caller may see it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/changes/change_reader.h"

namespace lectern::changes {

// The next row to read: rows of `revision` from `sequence` on.
struct FeedPosition {
  storage::Revision revision = 1;
  uint32_t sequence = 0;
};

// Names the store's feed: another one after a restore.
std::string FeedId(const storage::StoreIdentity& identity);

// Checks where a caller wants to go on. `feed_id` may be empty. INVALID_ARGUMENT (FIELD_INVALID) where `after_revision`
// is negative; FAILED_PRECONDITION (FEED_CHANGED); OUT_OF_RANGE (REVISION_AHEAD).
absl::Status CheckResume(const aip::Backend& backend, storage::Revision after_revision, const std::string& feed_id);

// A part of a transaction; without changes, a mark of progress.
struct FeedPart {
  storage::Revision revision = 0;
  absl::Time commit_time;
  bool last = true;
  size_t count = 0;      // changes in it
  rpc::ByteChain bytes;  // of these changes, as they stand in a v1::Transaction
  // Goes on with a transaction of which a part came before.
  bool continues = false;
  // There was nothing more to read: all up to `revision` has been looked at.
  bool caught_up = false;

  // Bytes of the v1::Transaction, serialised.
  size_t size() const { return Head().size() + bytes.size(); }
  void AppendTo(rpc::ByteChain& chain) &&;

 private:
  std::string Head() const;  // a serialised v1::Transaction without changes
};

// How much a part may hold. It has one change at least, where there is one.
struct PartLimits {
  size_t changes = 0;
  size_t bytes = 0;
};

// Not thread-safe. Holds a chunk of the log's rows, and no record, between two calls.
class FeedReader {
 public:
  FeedReader(ChangeReader changes, const aip::Backend& backend, ChangeKinds kinds, FeedPosition position)
      : changes_(std::move(changes)), backend_(backend), kinds_(std::move(kinds)), position_(position) {}

  // The next part: changes that the caller may see, else a mark after kScanRows rows or at the end of the log. Waits
  // for the disk. DATA_LOSS where something is damaged.
  absl::StatusOr<FeedPart> Next(const PartLimits& limits);

  // What the next part begins with.
  const FeedPosition& position() const { return position_; }

  // Rows that one call looks at before it answers without changes.
  static constexpr size_t kScanRows = 1024;

 private:
  absl::Status Refill();
  // Reads from rows_[next_] on up to `end`, all rows of one transaction, into `part`.
  absl::Status ReadTransaction(size_t end, const PartLimits& limits, FeedPart& part);

  const ChangeReader changes_;
  const aip::Backend& backend_;
  const ChangeKinds kinds_;
  FeedPosition position_;
  std::vector<storage::LogRow> rows_;
  size_t next_ = 0;                     // in rows_
  storage::Revision read_through_ = 0;  // newest revision when rows_ was read
};

}  // namespace lectern::changes
