// What one row of the log is to one caller.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "lectern/v1/change_service.pb.h"
#include "services/aip/backend.h"
#include "services/aip/projection.h"
#include "services/changes/change_kinds.h"

namespace lectern::changes {

// A change as one caller may see it.
struct PreparedChange {
  std::string head;  // a serialised v1::Change with name and type
  int field = 0;     // of v1::Change, for `resource`
  std::optional<aip::Projected> resource;

  // Bytes of the whole, serialised.
  size_t size() const;
  void AppendTo(rpc::ByteChain& chain) &&;
};

class ChangeReader {
 public:
  ChangeReader(const aip::Backend& backend, std::shared_ptr<const Decorators> decorators, storage::Audience audience,
               storage::Extent extent)
      : backend_(backend), decorators_(std::move(decorators)), audience_(audience), extent_(extent) {}

  // The change that `row` stands for; nullopt where the caller may not know of it. `expunging`: its commit erased for
  // good. `now`: the store as it is, which visibility follows. Waits for the disk. DATA_LOSS where a record is damaged.
  absl::StatusOr<std::optional<PreparedChange>> Read(const ChangeKind& kind, const storage::LogRow& row, bool expunging,
                                                     const storage::Snapshot& now) const;

 private:
  using State = std::optional<storage::Value>;

  absl::StatusOr<State> StateAt(const std::string& key, storage::Revision revision) const;
  absl::StatusOr<std::optional<PreparedChange>> ReadForEditor(const ChangeKind& kind, const storage::LogRow& row,
                                                              bool expunging, const storage::Snapshot& now) const;
  absl::StatusOr<std::optional<PreparedChange>> ReadForReader(const ChangeKind& kind, const storage::LogRow& row,
                                                              bool expunging, const storage::Snapshot& now) const;
  // What became of a record for readers to whom `row` shows no state of it; UNSPECIFIED where they need not know.
  absl::StatusOr<v1::ChangeType> TakenAway(const ChangeKind& kind, const storage::LogRow& row, bool expunging,
                                           const State& after) const;
  absl::StatusOr<std::optional<PreparedChange>> Prepare(const ChangeKind& kind, const std::string& key,
                                                        v1::ChangeType type, storage::Value* state,
                                                        const storage::Snapshot& now) const;

  const aip::Backend& backend_;
  const std::shared_ptr<const Decorators> decorators_;
  const storage::Audience audience_;
  const storage::Extent extent_;
};

}  // namespace lectern::changes
