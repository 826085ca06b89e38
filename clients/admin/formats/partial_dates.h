// Dates of tables and bibliographies as EDTF, with the precision that is really given.
#pragma once

#include <string>
#include <string_view>

namespace lectern::formats {

// True for EDTF level 0 as the contract takes it: "2009", "2003-04", "2001-06-24", if there is such a day.
bool IsEdtf(std::string_view text);

// The date that `raw` states, "[accessed 22 January 2011]" and "2003-04" as well as "June 1999"; empty where not even a
// year is certain.
std::string EdtfOf(std::string_view raw);

// "2003-04" of 2003, 4 and 0; a month or a day of 0 is not given, and what cannot be is left out. Empty for a year that
// does not have four digits.
std::string EdtfOf(int year, int month, int day);

}  // namespace lectern::formats
