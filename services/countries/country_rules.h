// The business rules of countries, their pages and their hotlines.
#pragma once

#include "services/editing/edit_session.h"

namespace lectern::countries {

// Codes, names, region and neighbours come from ISO 3166-1 and our own tables; a code that is not in it is refused.
const editing::ResourceRules& CountryRules();
// The page's topic must be that of its name, and its country must exist.
const editing::ResourceRules& CountryPageRules();
// A hotline's country must exist; verification names who and when together.
const editing::ResourceRules& HotlineRules();

}  // namespace lectern::countries
