// Many items in few commits, and an item that is refused without its neighbours.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "clients/admin/errors.h"
#include "grpcpp/support/status.h"
#include "lectern/v1/batch.pb.h"

namespace lectern::admin {

// The contract's limit of items in one commit.
inline constexpr size_t kMostItems = 128;
// Well below the server's limit of 4 MiB for a request.
inline constexpr size_t kMostBytes = 2 << 20;

// Items [begin, end).
struct Range {
  size_t begin = 0;
  size_t end = 0;
  size_t size() const { return end - begin; }
  friend bool operator==(const Range&, const Range&) = default;
};

// Cuts items of `sizes` bytes into runs of at most `most_items` and `most_bytes`, as few as that allows in order. An
// item that is larger by itself stands alone.
std::vector<Range> CutIntoBatches(const std::vector<size_t>& sizes, size_t most_items, size_t most_bytes);

// What became of one item.
struct ItemResult {
  // Empty where it was refused.
  std::string name;
  v1::UpsertOutcome outcome = v1::UPSERT_OUTCOME_UNSPECIFIED;
  // Why the server refused it, if it did.
  std::optional<Failure> refusal;
};

// Sends the items of a range in one commit.
using SendRange = std::function<grpc::Status(Range range, v1::BatchUpsertResponse& answer)>;

// Sends `range`. Where the server refuses it (see IsRefusal), halves it until what is refused stands alone, so that all
// others are taken. Appends one result an item, in order. Another failure ends it; `results` then holds the items
// before it, each of them acknowledged or refused.
grpc::Status SendBisecting(Range range, const SendRange& send, const Caller& caller, std::vector<ItemResult>& results);

}  // namespace lectern::admin
