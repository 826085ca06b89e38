#pragma once
// Reads the pages of lecture resources by theme: entries of many countries on one page.

#include <string_view>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/parsed_file.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// True where a page that names no theme in its file's name is such a page all the same: entries stand under headings
// of three countries or more.
bool LooksLikeLecturePage(const SourceText& source);

// Reads one page. Pure, as ParseCountryPage is. `path` is the file's name, which gives the theme
// ("111-prevention.htm"); its folders, where there are any, can name the section. Every entry names the theme. One
// whose country the page has lost is reported and left without a country. INVALID_ARGUMENT, each with one sentence that
// says what to do: no entry; no theme; no topic.
absl::StatusOr<ParsedFile> ParseLecturePage(std::string_view path, const SourceText& source);

}  // namespace lectern::legacy
