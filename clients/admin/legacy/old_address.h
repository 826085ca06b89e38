#pragma once
// Where a page stood on the old site.

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// Addresses of the page itself, but for the one that its citation line prints: what it says it was saved from, its
// base, and "/streetchildren/Malawi.htm" from the last folder of `path` where that is a section of the site. `path` is
// the file's name with the folders it came in.
std::vector<std::string> OldAddresses(std::string_view path, const SourceText& source);

// Adds to a field legacy_addresses those that none of its addresses says already, as many as it may hold.
void AddOldAddresses(const std::vector<std::string>& addresses, google::protobuf::RepeatedPtrField<std::string>* field);

}  // namespace lectern::legacy
