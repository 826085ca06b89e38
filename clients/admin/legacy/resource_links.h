#pragma once
// What the links of an HTML page say in a teacher resource. Of a page of plain text there are none.

#include <string>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"
#include "lectern/v1/types.pb.h"

namespace lectern::legacy {

// The links in `spans` as lines of CommonMark, for a page that lists them: "<http://...>", with its words before it
// where they are not `heading`. Empty where there are none.
std::string LinksAsText(const SourceText& source, const std::vector<Span>& spans, std::string_view heading);

// Keeps all links of the page that lead somewhere, with their words, among the unclaimed lines, but for those whose
// address the text of `held` already says.
void KeepLinks(const SourceText& source, std::string_view held, v1::Provenance* provenance);

}  // namespace lectern::legacy
