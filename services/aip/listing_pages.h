// Walks a listing: index rows, then the records behind them as the caller may see them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/aip/projection.h"
#include "services/aip/read_methods.h"

namespace lectern::aip {

// Whose listing an audience reads.
storage::Scope ScopeOf(storage::Audience audience);

// Goes on where it stopped. All of it outlives the object.
class ListingPages {
 public:
  // A row of the listing. No value where its record is not for the caller, or does not fulfil the filter.
  struct Item {
    std::string position;
    std::optional<storage::Value> value;
  };

  // Most rows of a chunk: large records must not fill the memory before a page's bytes are counted.
  static constexpr size_t kMostRows = 64;

  ListingPages(const Backend& backend, const rpc::CallBase& call, const Listing& listing,
               const storage::Snapshot& snapshot, std::string after)
      : backend_(backend), call_(call), listing_(listing), snapshot_(snapshot), after_(std::move(after)) {}

  // The next rows, at most `most` and kMostRows, in order; none at the listing's end.
  absl::StatusOr<std::vector<Item>> NextChunk(size_t most);

 private:
  absl::StatusOr<bool> Fulfils(const storage::Value& value) const;

  const Backend& backend_;
  const rpc::CallBase& call_;
  const Listing& listing_;
  const storage::Snapshot& snapshot_;
  std::string after_;
};

}  // namespace lectern::aip
