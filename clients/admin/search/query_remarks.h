// What an answer says about the query, in words.
#pragma once

#include <string>
#include <string_view>

#include "lectern/v1/search.pb.h"

namespace lectern::admin {

// A sentence on why there may be results that do not hold what was typed. `query` is what was searched for.
std::string SentenceOf(const v1::QueryExplanation& explanation, std::string_view query);

// A sentence on something of `query` that the answer does not go by.
std::string SentenceOf(const v1::QueryNote& note, std::string_view query);

}  // namespace lectern::admin
