#pragma once
// The notice on rights at the foot of a page.

#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

// Where the notice's paragraphs begin, in order; each goes on to the end of its paragraph. `from` is the end of the
// last accessed run, `citation` where the citation line begins (the text's size where there is none).
std::vector<size_t> FindRightsNotice(std::string_view text, size_t from, size_t citation);

// True for a paragraph that speaks of rights and nothing else, as far as its words tell.
bool SpeaksOfRights(std::string_view paragraph);

}  // namespace lectern::legacy
