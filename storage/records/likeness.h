// What two records of one source have in common, however they were typed.
#pragma once

#include <string>

#include "lectern/v1/entry.pb.h"

namespace lectern::storage {

// Equal for titles that differ in case, white space, punctuation and compatibility forms alone: 16 hexadecimal digits;
// empty where the title has no letter and no digit. Stored in index keys: raise the version of the index when it
// changes.
std::string LikenessKey(const v1::Entry& entry);

// The letters and digits of `text`, case folded and normalised (NFKC_Casefold).
std::string LettersAndDigits(const std::string& text);

}  // namespace lectern::storage
