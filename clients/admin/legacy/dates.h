#pragma once
// Dates as the old pages write them, read as EDTF (ISO 8601-2 level 0): "2001-06-24", "2003-04" or "2016". What a page
// does not say for certain is left out: never a day or a month that could be another.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::legacy {

// How much of a date was understood.
enum class DatePrecision { kNone, kYear, kMonth, kDay };

// A date in a text.
struct FoundDate {
  // Bytes of the text: begin and one past the end.
  size_t begin = 0;
  size_t end = 0;
  // Empty where no year is certain (a span of years).
  std::string edtf;
  DatePrecision precision = DatePrecision::kNone;
  // Why less was taken than the text seems to say, as the end of a sentence; empty where nothing is in doubt.
  std::string doubt;
};

// All dates of `text`, in order, none overlapping another.
std::vector<FoundDate> FindDates(std::string_view text);

// The date of an accessed run: the words between "accessed" and the bracket. A word that is no part of the date leaves
// the year alone standing. Nothing where there is not even a year.
std::optional<FoundDate> ReadAccessedDate(std::string_view words);

// The date of publication in a byline or at the end of a title: the last date that stands apart. A bare year counts
// only where a comma, a bracket or the text's edge parts it from other words. "Updated" before the date belongs to it.
std::optional<FoundDate> FindPublicationDate(std::string_view text);

// True where behind `end` nothing follows in `text` but punctuation, volume and page numbers.
bool DateEndsText(std::string_view text, size_t end);

}  // namespace lectern::legacy
