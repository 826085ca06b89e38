// One item of an import, as an edit session carries it out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lectern/v1/import.pb.h"
#include "services/editing/edit_session.h"

namespace lectern::editing {

// What it points at outlives the call.
struct ItemToImport {
  const ResourceRules* rules = nullptr;
  const Message* resource = nullptr;
  v1::ImportAction action = v1::IMPORT_ACTION_IMPORT;
  const FieldMask* fields = nullptr;
  // What stands in the provenance of what it writes.
  std::string operation, source;
  // The name that a new resource gets where the item states none; empty: any.
  std::string new_name;
  // The resource that it is, whatever its source_key says; empty: as it says.
  std::string recognised_as;
  // The resource that it is merged into; empty: none.
  std::string merge_into;
  // It was found to be in order, and nobody to have `new_name` or its source_key. Neither is looked at again: the item
  // is the same, and a commit that somebody was faster than fails.
  bool surely_new = false;
  // The session's publication applies.
  bool publish = false;
  // Fill in ImportedItem::changes.
  bool with_changes = false;
};

struct ImportedItem {
  v1::ImportOutcome outcome = v1::IMPORT_OUTCOME_UNSPECIFIED;
  std::string name;
  // The session's batch writes it.
  bool writes = false;
  std::vector<v1::FieldChange> changes;
};

}  // namespace lectern::editing
