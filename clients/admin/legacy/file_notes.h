#pragma once
// What is said of a file as a whole, whatever kind of page it is.

#include <optional>
#include <string_view>

#include "clients/admin/legacy/parsed_file.h"
#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// Fills in the encoding, the lines of the entries, the proposed repairs and the old addresses of all that was made of
// the file; warns of a mixed or contradicted encoding, and of lost boundaries.
void AddFileNotes(std::string_view path, const SourceText& source, ParsedFile* file);

// A capture whose paragraphs were run together, so that marks which stand on lines of their own stand in the middle of
// text: one warning, at the first of them. Nothing for a page that is whole.
std::optional<ParsedFile::Warning> FindLostBoundaries(const SourceText& source);

}  // namespace lectern::legacy
