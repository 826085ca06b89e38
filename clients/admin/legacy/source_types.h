#pragma once
// What kind of work a source is, where its title says so for sure.

#include <string_view>

#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

struct TitledType {
  v1::SourceType type = v1::SOURCE_TYPE_UNSPECIFIED;
  // 0 to 1; 0 where the type is not told.
  float confidence = 0;
};

// Tells treaties, laws and judgments by the words that open or close such a title. Works about them ("..., a
// commentary", "...: five years on") are not taken; nor is a title whose publisher does not make such a work.
// `title` without media marks, `publisher` may be empty.
TitledType TypeOfTitle(std::string_view title, std::string_view publisher);

}  // namespace lectern::legacy
