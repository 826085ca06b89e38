#pragma once
// Reads the pages for teachers that are no lesson plans: debate topics, essay questions, background, course outline,
// educational strategy, and the lists of resources.

#include <string_view>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/legacy_kind.h"
#include "clients/admin/legacy/lesson_plan.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// True for the kinds that ParseTeacherPage reads.
bool IsTeacherPage(LegacyKind kind);

// Reads one page of `kind`. Pure, as ParseCountryPage is. `path` is the file's name; its folders, where there are any,
// can name the section, and are left out of the provenance. The resource is a draft without a name. INVALID_ARGUMENT,
// with one sentence that says what to do, where the page holds nothing but menu and notices.
absl::StatusOr<ParsedLesson> ParseTeacherPage(LegacyKind kind, std::string_view path, const SourceText& source);

}  // namespace lectern::legacy
