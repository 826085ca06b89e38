// Carries the items of a chunk out in an edit session: for the plan, for the commit, and for showing differences.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lectern/internal/v1/store.pb.h"
#include "services/aip/backend.h"
#include "services/editing/import_item.h"

namespace lectern::imports {

using Rules = std::vector<const editing::ResourceRules*>;
// The name of the resource that a source_key is that of; nullopt where there is none.
using NameOfKey = std::function<absl::StatusOr<std::optional<std::string>>(const std::string& source_key)>;

// What is the same for all chunks of an import.
struct ImportRun {
  const aip::Backend& backend;
  const Rules& rules;
  std::string operation;
  std::string source;
  std::optional<v1::Publication> publication;
  std::map<int64_t, std::string> merges;  // from an item's number
};

// What else is known about one item.
struct ItemOrder {
  std::string new_name;
  std::string recognised_as;
  std::string merge_into;
  bool surely_new = false;
};

// The resource that an item brings; null where it brings none.
const google::protobuf::Message* ResourceOf(const v1::ImportItem& item);

// Carries `item` out in `session`. A refusal is a result too; only what is wrong with the store is an error: DATA_LOSS,
// UNAVAILABLE, INTERNAL. `result` gets all but the place; `changes` may be null.
absl::Status RunItem(const ImportRun& run, const v1::ImportItem& item, const ItemOrder& order,
                     const NameOfKey& name_of_key, editing::EditSession& session,
                     internal::v1::StoredImportResult& result, std::vector<v1::FieldChange>* changes);

// Counts a result, or takes it off again where `by` is -1.
void Count(const internal::v1::StoredImportResult& result, int64_t by, v1::ImportMetadata& metadata);

}  // namespace lectern::imports
