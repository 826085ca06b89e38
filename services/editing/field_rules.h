// Checks a resource against the rules that its descriptor states: limits (lectern.v1.limits), REQUIRED, the shape of
// references, and texts without control characters.
#pragma once

#include "google/protobuf/message.h"
#include "services/aip/violations.h"

namespace lectern::editing {

void CheckFields(const google::protobuf::Message& record, aip::Violations& violations);

// True where `text` has no control characters and none of < and >: it may stand in any text of a resource.
bool IsPlainText(std::string_view text);

// True for a date of EDTF level 0 that exists: "2009", "2003-04", "2000-02-29".
bool IsEdtfDate(std::string_view text);

}  // namespace lectern::editing
