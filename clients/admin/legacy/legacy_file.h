#pragma once
// The one way in: a file of the old site, whatever kind of page it is.

#include <string_view>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/parsed_file.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// What kind of page it is: by its text first, by the file's name second.
LegacyKind KindOfFile(std::string_view path, const SourceText& source);

// Reads one file. Pure: no file is touched, the same bytes give the same result, any thread may call it. `path` is the
// file's name; the folders it came in, where they are given, can name section and address and are left out of the
// provenance. INVALID_ARGUMENT, with one sentence that says what to do and does not name the file, where the page
// holds nothing that can be kept; see the reader of each kind.
absl::StatusOr<ParsedFile> ParseLegacyFile(std::string_view path, const SourceText& source);

}  // namespace lectern::legacy
