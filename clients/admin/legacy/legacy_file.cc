#include "clients/admin/legacy/legacy_file.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "clients/admin/legacy/file_notes.h"
#include "clients/admin/legacy/lecture_page.h"
#include "clients/admin/legacy/lesson_plan.h"
#include "clients/admin/legacy/page_blocks.h"
#include "clients/admin/legacy/teacher_page.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

// The heading of a page without entries, among its first lines.
LegacyKind KindOfHeading(const SourceText& source) {
  constexpr std::array<std::pair<std::string_view, LegacyKind>, 7> kHeadings = {{
      {"debate topic", LegacyKind::kDebateTopics},
      {"essay question", LegacyKind::kEssayQuestions},
      {"course outline", LegacyKind::kCourseOutline},
      {"educational strateg", LegacyKind::kEducationalStrategy},
      {"resources for teachers", LegacyKind::kResourceList},
      {"teacher resources", LegacyKind::kResourceList},
      {"background", LegacyKind::kBackground},
  }};
  constexpr int kMostLines = 14;
  constexpr size_t kLongestLine = 80;
  int count = 0;
  LegacyKind found = LegacyKind::kCountryPage;
  for (const Span& line : source.lines()) {
    const std::string_view text = Trim(source.text(line));
    if (text.empty()) continue;
    if (++count > kMostLines || text.size() > kLongestLine) break;
    for (const auto& [words, kind] : kHeadings) {
      // The last one: above it the menu may name other pages.
      if (HasPhrase(text, words) && text.find('|') == std::string_view::npos) found = kind;
    }
  }
  return found;
}

ParsedFile FromLesson(LegacyKind kind, ParsedLesson lesson) {
  ParsedFile file;
  file.kind = kind;
  file.teacher_resources.push_back(std::move(lesson.resource));
  file.warnings = std::move(lesson.warnings);
  return file;
}

absl::StatusOr<ParsedFile> ReadByKind(std::string_view path, const SourceText& source) {
  const LegacyKind kind = KindOfFile(path, source);
  if (kind == LegacyKind::kLessonPlan) {
    absl::StatusOr<ParsedLesson> lesson = ParseLessonPlan(path, source);
    if (!lesson.ok()) return lesson.status();
    return FromLesson(kind, *std::move(lesson));
  }
  if (IsTeacherPage(kind)) {
    absl::StatusOr<ParsedLesson> page = ParseTeacherPage(kind, path, source);
    if (!page.ok()) return page.status();
    return FromLesson(kind, *std::move(page));
  }
  if (kind == LegacyKind::kLectureResources) return ParseLecturePage(path, source);
  absl::StatusOr<ParsedPage> page = ParseCountryPage(path, source);
  if (!page.ok()) return page.status();
  ParsedFile file;
  file.kind = kind;
  file.pages.push_back(std::move(page->page));
  file.entries = std::move(page->entries);
  file.hotlines = std::move(page->hotlines);
  file.warnings = std::move(page->warnings);
  return file;
}

}  // namespace

LegacyKind KindOfFile(std::string_view path, const SourceText& source) {
  const LegacyKind kind = DetectKind(path, source.text());
  if (kind != LegacyKind::kCountryPage) return kind;
  const bool of_country = HasPhrase(source.text(), "caution:") || HasPhrase(source.text(), "century, 2000");
  if (FindAccessedRuns(source.text()).empty()) return of_country ? kind : KindOfHeading(source);
  return LooksLikeLecturePage(source) ? LegacyKind::kLectureResources : kind;
}

absl::StatusOr<ParsedFile> ParseLegacyFile(std::string_view path, const SourceText& source) {
  absl::StatusOr<ParsedFile> file = ReadByKind(path, source);
  if (file.ok()) AddFileNotes(path, source, &*file);
  return file;
}

}  // namespace lectern::legacy
