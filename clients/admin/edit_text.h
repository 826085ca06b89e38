// A resource as a text that an editor works on, and what was changed in it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace lectern::admin {

// `resource` in the API's JSON form, without what cannot be edited: output-only fields, and where it was imported from.
// What is empty is there too, so that it can be filled in. The etag stays, so that the text says which state it is of.
// FAILED_PRECONDITION: the server sent fields that this program does not know; editing would lose them.
absl::StatusOr<std::string> EditText(const google::protobuf::Message& resource);

// Reads such a text back into `edited`, empty before. INVALID_ARGUMENT: it is no JSON, holds fields that the kind does
// not have or that cannot be edited, or another name than that of `base`.
absl::Status ReadEditText(const std::string& text, const google::protobuf::Message& base,
                          google::protobuf::Message& edited);

// The fields in which `a` and `b`, of one type, differ, but for those that cannot be edited and the etag, in the
// contract's order. Example: "title_lines", "editor_notes".
std::vector<std::string> ChangedFields(const google::protobuf::Message& a, const google::protobuf::Message& b);

}  // namespace lectern::admin
