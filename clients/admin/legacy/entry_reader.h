#pragma once
// From the blocks of one entry to the resource.

#include "clients/admin/legacy/entry_layout.h"
#include "clients/admin/legacy/source_text.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// Reads one entry. Country, topic, rank, source key and file are the caller's to fill in. What the reader was not sure
// of stands in the provenance's warnings.
v1::Entry ReadEntry(const SourceText& source, const PageLayout& page, const EntryBlocks& blocks);

// Spans of the file and raw text for these runs of the text, which are put in order and joined where only white space
// stands between them.
void FillProvenance(const SourceText& source, std::vector<Span> spans, v1::Provenance* provenance);

// Records how sure the importer is of one field, 0 to 1.
void SetConfidence(const char* field_path, float confidence, v1::Provenance* provenance);

}  // namespace lectern::legacy
