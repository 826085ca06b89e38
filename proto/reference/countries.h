// The countries of ISO 3166-1: codes, names, region and neighbours, and how to find one by what a page calls it.
//
// All of it is constant data of the program: pointers and views stay valid until it ends, every function may be called
// from any thread, and none of them throws or fails. Kosovo has no code in ISO 3166-1 and is therefore not found.
#pragma once

#include <span>
#include <string_view>

namespace lectern::reference {

// One country or territory.
struct Country {
  std::string_view alpha2;                       // "BE"
  std::string_view alpha3;                       // "BEL"
  std::string_view numeric;                      // three digits, "056"
  std::string_view name;                         // English short name, "Belgium"; the common one where there is one
  std::string_view official_name;                // "Kingdom of Belgium"; empty where it is `name` or unknown
  std::string_view region;                       // UN M49 region: "Africa", "Americas", "Antarctica", "Asia", ...
  std::string_view subregion;                    // UN M49 sub-region, "Western Europe"; empty for Antarctica
  std::span<const std::string_view> neighbours;  // alpha-2 codes of countries with a common land border, sorted
};

// Every country, sorted by alpha-2 code.
std::span<const Country> AllCountries();

// The country with this alpha-2 code, in any case ("be", "BE"); nullptr where there is none.
const Country* FindCountryByCode(std::string_view alpha2);

// The country that is called `name`: by its short, common or official name or by one of our aliases (former names,
// usual abbreviations). Case, accents, spaces and punctuation do not matter, "&" is "and", and a leading "The" may be
// there or not; so a file name such as "CoteD'Ivoire" or "Trinidad&Tobago" finds its country as well.
// The whole of `name` has to match: "Belgium 2009" finds nothing. nullptr where nothing or text that is not UTF-8
// is given.
const Country* FindCountryByName(std::string_view name);

}  // namespace lectern::reference
