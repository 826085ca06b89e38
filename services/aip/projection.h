// A stored record as one caller may see it.
#pragma once

#include <optional>
#include <string>

#include "services/aip/read_methods.h"
#include "services/rpc/wire.h"
#include "storage/records/record_value.h"

namespace lectern::aip {

storage::Extent ExtentOf(v1::View view, storage::Extent fallback);

// One record's part of an answer: stored bytes, then stamps.
struct Projected {
  std::string_view bytes;  // kept in place by `value`
  std::string stamps;
  std::optional<storage::Value> value;
  std::string decorated;  // instead of bytes and stamps where the record was decorated

  size_t size() const { return decorated.empty() ? bytes.size() + stamps.size() : decorated.size(); }
  void AppendTo(rpc::ByteChain& chain) &&;
};

// nullopt, with `value` untouched, where `audience` may not see the record; otherwise takes `value` over. Deleted
// records are seen by editors alone.
absl::StatusOr<std::optional<Projected>> Project(const storage::StoreIdentity& identity, storage::Value& value,
                                                 storage::Audience audience, storage::Extent extent);

// Parses what was projected, decorates it and keeps the result in `projected`.
absl::Status DecorateProjected(const storage::RecordKind& kind, const storage::Snapshot& snapshot,
                               storage::Audience audience, const Decorate& decorate, Projected& projected);

}  // namespace lectern::aip
