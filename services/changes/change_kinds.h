// The kinds of records that the change feed tells of.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/aip/read_methods.h"
#include "storage/records/record_kind.h"

namespace lectern::changes {

// Makes what fills in a record's fields of the moment, for the kinds that have some; from the server's wiring, since
// one service does not know another.
using Decorators = std::map<const storage::RecordKind*, std::function<aip::Decorate()>>;

struct ChangeKind {
  const storage::RecordKind* kind = nullptr;
  int field = 0;      // of v1::Change, for a record of the kind
  int lifecycle = 0;  // number of its field `lifecycle`; 0 where it has none
};

// By the first byte of the record keys.
using ChangeKinds = std::map<char, ChangeKind>;

// All kinds that v1::Change has a field for.
const ChangeKinds& AllChangeKinds();

// Those with the collections that a request names ("entries"); all where it names none. INVALID_ARGUMENT
// (FIELD_INVALID) names the items that are none.
absl::StatusOr<ChangeKinds> ChangeKindsOf(const google::protobuf::RepeatedPtrField<std::string>& collections);

}  // namespace lectern::changes
