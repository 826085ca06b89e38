// The columns of a table of entries, read from the contract's descriptors.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

namespace lectern::formats {

struct Column {
  enum class Kind {
    kField,
    kPublishedEdtf,
    kAccessedEdtf,
    kAccessedUrl,
    kAccessedSnapshot,
    kAction,
    kIgnored,
  };
  // As the contract calls it. Example: "title".
  std::string name;
  Kind kind = Kind::kIgnored;
  // The field of Entry that it speaks of; nullptr for an action and for what is ignored.
  const google::protobuf::FieldDescriptor* field = nullptr;
};

// Every column there is, in the order in which an export writes them, and "action" last.
const std::vector<Column>& KnownColumns();

// Names of columns instead of the ones of a foreign header.
using HeaderMap = std::vector<std::pair<std::string, std::string>>;

// Reads the text of a header mapping file. INVALID_ARGUMENT with its line.
absl::StatusOr<HeaderMap> ReadHeaderMap(std::string_view text);

// The columns that a header's cells stand for. `unused` gets headers of the map that the table does not have.
// INVALID_ARGUMENT, a sentence and `bad_cell`: one that is unknown (all known ones are listed) or stands twice.
absl::StatusOr<std::vector<Column>> ColumnsOf(const std::vector<std::string>& header, const HeaderMap& map,
                                              std::vector<std::string>* unused, size_t* bad_cell);

}  // namespace lectern::formats
