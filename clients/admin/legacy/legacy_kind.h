#pragma once
// What kind of page a file of the old site is.

#include <string_view>

namespace lectern::legacy {

enum class LegacyKind {
  kCountryPage,
  kLessonPlan,
  kDebateTopics,
  kEssayQuestions,
  kCourseOutline,
  kEducationalStrategy,
  kBackground,
  kResourceList,
  kLectureResources,
};

// Judges by the text, and by the file's name where the text says nothing. `text` is that of a
// SourceText.
LegacyKind DetectKind(std::string_view file_name, std::string_view text);

// What such a page is called in a message, with its article: "a lesson plan".
std::string_view KindName(LegacyKind kind);

}  // namespace lectern::legacy
