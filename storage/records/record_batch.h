// Writing records: each with its index rows, counters and preconditions, all of it in one commit.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "storage/engine/engine.h"
#include "storage/records/record_kind.h"
#include "storage/records/record_reader.h"

namespace lectern::storage {

class RecordBatch {
 public:
  // Writes `updated` in place of `old`, or as a new record where `old` is null. The commit goes through only if the
  // record is still as it was read, and if no other record holds one of its unique parts. Each record once a batch.
  // INVALID_ARGUMENT where a redaction does not fit its text.
  absl::Status Put(const RecordKind& kind, const std::string& record_key, const StoredRecord* old,
                   const Message& updated);

  // Takes a record away with all that is derived from it, as if it had never been written; its past states stay in the
  // store and are shown to nobody.
  void Remove(const RecordKind& kind, const std::string& record_key, const StoredRecord& old);

  // A state that a record had.
  struct PastState {
    Revision revision = 0;
    std::unique_ptr<Message> was;
    std::unique_ptr<Message> becomes;  // null: stays as it was
  };

  // The same for an erasure: `old` too becomes `old_becomes` in the past, and so does each of `past`. Index rows that
  // follow from what was and no longer is go for good, without a trace in the past. `snapshot` is the one that all of
  // it was read at.
  absl::Status PutErasing(const Snapshot& snapshot, const RecordKind& kind, const std::string& record_key,
                          const StoredRecord& old, const Message& old_becomes, const std::vector<PastState>& past,
                          const Message& updated);

  // The commit goes through only if the record at `record_key` is still at `revision`.
  void Require(const std::string& record_key, Revision revision) { required_[record_key] = revision; }

  // For what goes with the records into the same commit.
  Batch& others() { return batch_; }

  bool empty() const { return batch_.empty() && counts_.empty(); }

  // The commit, without request row and who asks for it.
  CommitRequest Take();

 private:
  // Puts the record and the rows that it has from now on, whose keys `kept` gets unless it is null. `gone` gets the
  // keys of those that it has no more.
  absl::Status PutRows(const RecordKind& kind, const std::string& record_key, const StoredRecord* old,
                       const Message& updated, std::set<std::string>& gone, std::set<std::string>* kept);

  Batch batch_;
  // Rows of listing indexes that are there from now on. They are handed on in their order, which the store takes in
  // faster than the one that the records bring.
  std::vector<std::pair<std::string, std::string>> inserted_;
  std::vector<Precondition> preconditions_;
  // How the counters change: records of one page change the same ones, and one Add a counter is enough.
  std::map<std::string, int64_t> counts_;
  std::map<std::string, Revision> required_;
};

}  // namespace lectern::storage
