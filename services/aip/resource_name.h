// Names of resources as callers write them.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/engine/batch.h"
#include "storage/records/record_kind.h"

namespace lectern::aip {

// "entries/01j8x4zq2m@4711": a name, and the commit whose state is meant.
struct PinnedName {
  std::string_view name;           // without the revision
  storage::Revision revision = 0;  // 0: none was stated
};

// nullopt where what stands behind "@" is no revision.
std::optional<PinnedName> ParsePinnedName(std::string_view name);

// INVALID_ARGUMENT (FIELD_INVALID): `field` is no name of that kind.
absl::Status BadName(const storage::RecordKind& kind, std::string_view field);

// The first part of an index by country that a parent names: "countries/be" its own, "countries/-" none, for all of
// them. INVALID_ARGUMENT (FIELD_INVALID) for anything else.
absl::StatusOr<storage::IndexParts> PartsOfParent(const std::string& parent);

}  // namespace lectern::aip
