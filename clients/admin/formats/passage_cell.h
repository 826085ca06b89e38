// An annotation as one cell: paragraphs parted by empty lines. The form is in CELLS.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/repeated_ptr_field.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::formats {

// Appends the passages of `cell`. A sentence where a line cannot be read; what could be is appended all the same.
std::optional<std::string> ReadPassages(std::string_view cell,
                                        google::protobuf::RepeatedPtrField<v1::Passage>* passages);

}  // namespace lectern::formats
