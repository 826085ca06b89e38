#pragma once
// The same page in two captures.

#include <string>

#include "clients/admin/legacy/parsed_file.h"

namespace lectern::legacy {

struct MergedCaptures {
  // What to write. Warnings, left_out and repairs are those of the first capture; warnings about differences stand at
  // places of the first and name those of the second.
  ParsedFile merged;
  // What is said of the second file alone: warnings, left_out, repairs, encoding. Nothing in it is to be written.
  ParsedFile second;
};

// True where both are a page of the same country and topic.
bool SamePage(const ParsedFile& first, const ParsedFile& second);

// Merges two captures for which SamePage is true. Pure. Entries match by source_key, else by title lines and byline,
// case and white space aside; an entry of one capture alone is kept, in page order, and ranks are given anew. Accesses
// unite, the same raw text once. Of a field that only one capture fills that is taken; where both differ the first
// stays, the second's goes among the unclaimed lines, and a warning names both places.
MergedCaptures MergeCaptures(ParsedFile first, ParsedFile second);

}  // namespace lectern::legacy
