#pragma once
// Reads a lesson plan of the old site, as text.

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/country_page.h"
#include "lectern/v1/teacher_resource.pb.h"

namespace lectern::legacy {

struct ParsedLesson {
  // A draft of kind LESSON_PLAN without a name; the provenance's operation is the caller's to fill in.
  v1::TeacherResource resource;
  // In page order. Every line of the file that no rule took is among them.
  std::vector<ParsedPage::Warning> warnings;
};

// Reads one lesson plan. Pure, as ParseCountryPage is. INVALID_ARGUMENT, each with one sentence that says what to do:
// another kind of page; no title.
absl::StatusOr<ParsedLesson> ParseLessonPlan(std::string_view file_name, const SourceText& source);

// Decodes `bytes` first: what SourceText::Decode refuses is refused here too.
absl::StatusOr<ParsedLesson> ParseLessonPlan(std::string_view file_name, std::string_view bytes);

}  // namespace lectern::legacy
