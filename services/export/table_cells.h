// Cells of a table, as clients/admin/formats/CELLS.md says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::exports {

// A list of any texts.
std::string ListCell(const std::vector<std::string>& items);
// One text of each access.
std::string AccessCell(const v1::Entry& entry, const std::string& (v1::Access::*text)() const);
std::string ContributorsCell(const google::protobuf::RepeatedPtrField<v1::Contributor>& contributors);
std::string PassagesCell(const google::protobuf::RepeatedPtrField<v1::Passage>& passages);
// "" for the value 0.
std::string EnumCell(const google::protobuf::EnumDescriptor& type, int number);

// `cell` as it stands in a row: guarded against spreadsheets, in quotes where it must be.
void AppendCell(std::string cell, char separator, std::string& row);

}  // namespace lectern::exports
