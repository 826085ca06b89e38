// What generate_countries.py writes; for countries.cc alone.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "proto/reference/countries.h"

namespace lectern::reference::data {

// A name that a country is found by, as written in the tables; `country` is its place in Countries().
struct NamedCountry {
  std::string_view name;
  std::size_t country = 0;
};

// Sorted by alpha-2 code.
std::span<const Country> Countries();
// Every name of every country, in no order; no two of them fold to the same key unless they mean the same country.
std::span<const NamedCountry> Names();

}  // namespace lectern::reference::data
