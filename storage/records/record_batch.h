// Writing records: each with its index rows, counters and preconditions, all of it in one commit.
#pragma once

#include <string>
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

  bool empty() const { return batch_.empty(); }

  // The commit, without request row and who asks for it.
  CommitRequest Take();

 private:
  Batch batch_;
  std::vector<Precondition> preconditions_;
};

}  // namespace lectern::storage
