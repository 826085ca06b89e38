#include "storage/rocksdb/group_state.h"

namespace lectern::storage::rocks {

void GroupState::Clear() {
  keys_.clear();
  undo_.clear();
  kept_.clear();
}

void GroupState::Undo() {
  for (; !undo_.empty(); undo_.pop_back()) {
    auto& [key, before] = undo_.back();
    if (before)
      keys_[key] = *std::move(before);
    else
      keys_.erase(key);
  }
}

const GroupKey* GroupState::Find(std::string_view key) const {
  const auto found = keys_.find(Absl(key));
  return found == keys_.end() ? nullptr : &found->second;
}

void GroupState::Know(std::string_view key, const std::optional<CurrentRow>& row) {
  GroupKey& known = keys_[Absl(key)];
  if (!row) return;
  known.there = true;
  known.revision = row->revision;
  known.time = row->time;
  known.value = row->bytes;
}

GroupKey& GroupState::Change(std::string_view key) {
  const auto [at, made] = keys_.try_emplace(Absl(key));
  undo_.emplace_back(at->first, made ? std::nullopt : std::optional(at->second));
  return at->second;
}

}  // namespace lectern::storage::rocks
