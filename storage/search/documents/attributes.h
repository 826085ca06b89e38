// What results are filtered and counted by: the fields of v1::SearchAttributes, and the columns of the index that hold
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "storage/search/index/document.h"

namespace lectern::search {

// Label of kContentNotes on entries whose content notes nobody has decided on.
inline constexpr std::string_view kNotAssessed = "NOT_ASSESSED";

// The column that counts a field of v1::SearchAttributes; nullopt for publish_time and content_notes_assessed.
std::optional<LabelColumn> LabelColumnOf(std::string_view attribute);

// An enum's value as a label. Example: "REPORT" for SOURCE_TYPE_REPORT. Empty for an unknown one.
std::string EnumLabel(const google::protobuf::EnumDescriptor& type, int value);

// First day of an EDTF date of level 0, in days since 1970-01-01; nullopt where it is none. Example: 13149 of "2006".
std::optional<int64_t> FirstDayOf(std::string_view edtf);

// Sets labels, numbers and title order of `document` to those of `record`, which `collection` ("entries") holds.
void FillAttributes(const google::protobuf::Message& record, std::string_view collection, Document& document);

// The title by which `record` is listed: of an entry its lines, joined by spaces. Empty where it has none.
std::string TitleOf(const google::protobuf::Message& record);

}  // namespace lectern::search
