// What each commit of a group finds: what the store holds, as the commits before it in the group have changed it.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/engine/batch.h"
#include "storage/engine/text.h"
#include "storage/rocksdb/tables.h"

namespace lectern::storage::rocks {

// One key as the group has left it so far.
struct GroupKey {
  // A row of `hist` that the group puts.
  struct Past {
    Revision to = 0, from = 0;
    absl::Time time;
  };
  bool there = false;
  Revision revision = 0;  // these where it is there
  absl::Time time;
  std::string_view value;
  absl::InlinedVector<Past, 1> past;
  bool past_erased = false;  // what the store holds of its past is gone, too
};

// Keys and values are those of the group's commits, which outlive it. Used by the one writer thread alone.
class GroupState {
 public:
  void Clear();
  // From here on, until the next call, is what Undo takes back.
  void BeginCommit() { undo_.clear(); }
  void Undo();

  // Null where the key is neither changed by the group nor Known.
  const GroupKey* Find(std::string_view key) const;
  // What the store holds under a key that is not in here; nullopt: nothing. Undo does not take it back.
  void Know(std::string_view key, const std::optional<CurrentRow>& row);
  // The same to be changed, made where there is none. Good until the next call.
  GroupKey& Change(std::string_view key);
  // Keeps bytes for as long as the group.
  std::string_view Keep(std::string bytes) { return kept_.emplace_back(std::move(bytes)); }

 private:
  absl::flat_hash_map<absl::string_view, GroupKey> keys_;
  std::vector<std::pair<absl::string_view, std::optional<GroupKey>>> undo_;  // keys as they were
  std::deque<std::string> kept_;
};

}  // namespace lectern::storage::rocks
