#pragma once
// Pages of lecture resources hold entries of many countries; the country stands over them as a heading.

#include <string>
#include <vector>

#include "clients/admin/legacy/source_text.h"
#include "proto/reference/countries.h"

namespace lectern::legacy {

struct CountryHeading {
  // The heading, trimmed.
  Span span;
  // Null where the heading names none that is known: "Commodification of Children -".
  const reference::Country* country = nullptr;
  // What stands before the country: "Commodification of Children"; empty where it stands alone.
  std::string theme;
};

// All of them, in page order. A line that an entry needs for its title is none.
std::vector<CountryHeading> FindCountryHeadings(const SourceText& source);

}  // namespace lectern::legacy
