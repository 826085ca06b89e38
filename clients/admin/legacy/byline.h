#pragma once
// A byline taken apart, as far as its form makes sure. Commas do not part it reliably, so every part carries a
// confidence, and what is not sure is left out: the raw byline is always kept beside it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/dates.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

struct BylineParts {
  // Natural persons, in order.
  std::vector<v1::Contributor> contributors;
  float contributors_confidence = 0;
  std::string publisher;
  float publisher_confidence = 0;
  std::string series;
  float series_confidence = 0;
  std::string place;
  float place_confidence = 0;
  v1::SourceType source_type = v1::SOURCE_TYPE_UNSPECIFIED;
  float source_type_confidence = 0;
  // Offsets are those of the raw byline.
  std::optional<FoundDate> published;
  // A removed address left a fragment behind the byline.
  bool has_fragment = false;
};

// Reads a whole byline, in one line.
BylineParts ReadByline(std::string_view raw);

// True where a line names a body or an issue, whatever ReadByline makes of it. Which lines are an entry's title follows
// from this, and the entry's source_key from the title: it must not change when parts are read better.
bool LooksLikeByline(std::string_view raw);

}  // namespace lectern::legacy
