#pragma once
// Numbers that say which document or which pages something is, and never when it was published.

#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// True for the symbol of a document, a word without white space and commas: "CRC/C/GC/21", "E/CN.4/2000/68/Add.1",
// "2011/36/EU", "GRETA(2014)10". A date with slashes ("1/December/2000") is none.
bool IsDocumentSymbol(std::string_view word);

// A number of this kind in a text.
struct ReferenceNumber {
  enum class Kind {
    kSymbol,    // CRC/C/GC/21
    kNumbered,  // "25965/04" of "Application no. 25965/04", "29 of 2022" of "Act No. 29 of 2022"
    kPages,     // "1722-1733" of "108(10), 1722-1733", "12-14" of "pp. 12-14"
  };

  Kind kind = Kind::kSymbol;
  // The number alone, without the words before it.
  Span span;
};

// All of them, in order, none overlapping another.
std::vector<ReferenceNumber> FindReferenceNumbers(std::string_view text);

// True for volume and issue of a journal and nothing else: "108(10)".
bool IsVolumeAndIssue(std::string_view word);

}  // namespace lectern::legacy
