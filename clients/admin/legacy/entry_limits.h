#pragma once
// The limits of lectern.v1.Entry, kept by the importer so that one oversized page part does not refuse the page.

#include "lectern/v1/entry.pb.h"
#include "lectern/v1/types.pb.h"

namespace lectern::legacy {

// Longest raw text of a provenance, in bytes.
inline constexpr size_t kLongestRawText = size_t{256} << 10;

// Shortens what is over a limit. What is cut away from the entry's fields goes to unclaimed_lines, and a warning says
// so.
void KeepLimits(v1::Entry* entry);

// Shortens raw text, warnings, unclaimed lines, spans and file name of a provenance.
void KeepLimits(v1::Provenance* provenance);

}  // namespace lectern::legacy
