// The filter language of AIP-160, as far as it is offered: equality joined by AND.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace lectern::aip {

// Field to value. Example: `country = "countries/be" AND topic = "topics/street-children"`.
using EqualityFilter = std::map<std::string, std::string>;

// At most 2,048 bytes. INVALID_ARGUMENT (FILTER_UNSUPPORTED) with the position where it does not understand, for fields
// that are not `offered` (the message lists those that are), other operators, and a field named twice.
absl::StatusOr<EqualityFilter> ParseFilter(std::string_view filter, const std::vector<std::string_view>& offered);

}  // namespace lectern::aip
