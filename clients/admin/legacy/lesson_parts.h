#pragma once
// A lesson plan cut at its headings.

#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

enum class LessonField {
  kFront,  // What stands before the first heading.
  kTitle,
  kUnitTopic,
  kGrade,
  kLessonTopic,
  kMethod,
  kPurpose,
  kDuration,
  kObjectives,
  kEquipment,
  kAnticipatorySet,
  kProcedure,
  kAssignments,
  kClosure,
};

struct LessonPart {
  LessonField field = LessonField::kFront;
  // The heading as printed, without what closes it: "Procedure - Part 1", "Equipment and Supplies Needed (for
  // research)".
  Span heading;
  // What stands under it, trimmed; may be empty.
  Span value;
};

// The parts in page order; they cover all of the text but white space and the marks behind headings.
std::vector<LessonPart> CutLesson(const SourceText& source);

// A numbered list in `text`: items in order, numbers taken off, each trimmed. The numbers have to count up from 1; a
// number of another value is part of the words. `before` is what stands in front of the first item.
struct NumberedList {
  std::string_view before;
  std::vector<std::string_view> items;
};
NumberedList ReadNumbered(std::string_view text);

}  // namespace lectern::legacy
