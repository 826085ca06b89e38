// How a query is refused.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace lectern::search {

// INVALID_ARGUMENT (FIELD_INVALID) with a BadRequest for the field "query". `rule` completes the sentence "the query
// ..." and quotes nothing of it.
absl::Status QueryFault(std::string_view rule);

// As many words as a query may have; refused where there are more.
absl::Status TooManyWordsFault();

}  // namespace lectern::search
