#include "clients/admin/legacy/legacy_kind.h"

#include <algorithm>
#include <array>

#include "clients/admin/legacy/line_shapes.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;

size_t Count(std::string_view text, std::initializer_list<std::string_view> phrases) {
  return static_cast<size_t>(
      std::count_if(phrases.begin(), phrases.end(), [&](std::string_view phrase) { return HasPhrase(text, phrase); }));
}

bool HasLine(std::string_view text, std::string_view line) {
  for (size_t pos = FindPhrase(text, line); pos != npos; pos = FindPhrase(text, line, pos + 1)) {
    const size_t begin = text.substr(0, pos).find_last_of('\n');
    const size_t end = text.find('\n', pos);
    const std::string_view whole =
        text.substr(begin == npos ? 0 : begin + 1, end == npos ? npos : end - (begin == npos ? 0 : begin + 1));
    if (Trim(whole).size() <= line.size() + 12) return true;
  }
  return false;
}

struct NamedKind {
  std::string_view stem;
  LegacyKind kind;
};

constexpr std::array<NamedKind, 9> kStems = {{{"00-lessonplan", LegacyKind::kLessonPlan},
                                              {"00-debatetopics", LegacyKind::kDebateTopics},
                                              {"00-essayquestions", LegacyKind::kEssayQuestions},
                                              {"00-courseoutline", LegacyKind::kCourseOutline},
                                              {"00-educationalstrategy", LegacyKind::kEducationalStrategy},
                                              {"00-background", LegacyKind::kBackground},
                                              {"00-resourcesforteachers", LegacyKind::kResourceList},
                                              {"00-resources", LegacyKind::kResourceList},
                                              {"111-", LegacyKind::kLectureResources}}};

}  // namespace

LegacyKind DetectKind(std::string_view file_name, std::string_view text) {
  if (Count(text, {"unit topic:", "grade level:", "lesson topic:", "primary method used", "purpose of the lesson",
                   "duration of the lesson", "lesson objectives", "anticipatory set", "sequence of learning activities",
                   "equipment and supplies needed"}) >= 2) {
    return LegacyKind::kLessonPlan;
  }
  if (Count(text, {"*** archives ***", "*** featured article ***", "*** featured articles ***"}) > 0) {
    return LegacyKind::kCountryPage;
  }
  const size_t accessed = FindAccessedRuns(text).size();
  file_name = file_name.substr(file_name.find_last_of("/\\") + 1);
  for (const NamedKind& named : kStems) {
    if (AsciiLower(file_name).starts_with(named.stem)) return named.kind;
  }
  if (accessed < 2) {
    if (HasLine(text, "debate topics")) return LegacyKind::kDebateTopics;
    if (HasLine(text, "essay questions") || Count(text, {"[suggestions:"}) > 0) return LegacyKind::kEssayQuestions;
    if (HasLine(text, "course outline")) return LegacyKind::kCourseOutline;
    if (HasLine(text, "educational strategy")) return LegacyKind::kEducationalStrategy;
  }
  return LegacyKind::kCountryPage;
}

std::string_view KindName(LegacyKind kind) {
  switch (kind) {
    case LegacyKind::kCountryPage:
      return "a country page";
    case LegacyKind::kLessonPlan:
      return "a lesson plan";
    case LegacyKind::kDebateTopics:
      return "a list of debate topics";
    case LegacyKind::kEssayQuestions:
      return "a list of essay questions";
    case LegacyKind::kCourseOutline:
      return "a course outline";
    case LegacyKind::kEducationalStrategy:
      return "an educational strategy";
    case LegacyKind::kBackground:
      return "a background page for teachers";
    case LegacyKind::kResourceList:
      return "a list of resources for teachers";
    case LegacyKind::kLectureResources:
      return "a page of lecture resources by theme";
  }
  return "a page of another kind";
}

}  // namespace lectern::legacy
