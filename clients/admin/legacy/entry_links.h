#pragma once
// What the links of an HTML page say about an entry.

#include <string>
#include <string_view>

#include "clients/admin/legacy/entry_layout.h"
#include "clients/admin/legacy/source_text.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// The address that the printed one in `span` links to, where it is the same but says its scheme; else empty.
std::string LinkedAddress(const SourceText& source, Span span, std::string_view printed);

// Takes the links in the blocks of one entry whose printed fields are read: one of its title becomes its url where
// nothing printed did, for want of one that of its byline; "[here]" of an archived note an archive link. All others are
// kept among the unclaimed lines, each with its words. Nothing happens for a page of plain text.
void TakeLinks(const SourceText& source, const PageLayout& page, const EntryBlocks& blocks, v1::Entry* entry);

// Keeps the links of a page's own prose (introduction, caution, guidance) among its unclaimed lines.
void KeepPageLinks(const SourceText& source, const PageLayout& layout, v1::Provenance* provenance);

}  // namespace lectern::legacy
