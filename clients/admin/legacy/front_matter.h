#pragma once
// What stands on a page around its entries.

#include <cstddef>
#include <vector>

#include "clients/admin/legacy/entry_layout.h"
#include "clients/admin/legacy/page_subject.h"
#include "lectern/v1/country.pb.h"

namespace lectern::legacy {

struct FrontMatter {
  v1::CountryPage page;
  // Blocks around the entries that no rule took, in page order.
  std::vector<size_t> unclaimed;
};

// Reads introduction, caution, guidance, rights notice, citation line, section order and the page's own addresses.
// Provenance: spans, raw text, confidences and warnings; file and unclaimed lines are the caller's.
FrontMatter ReadFrontMatter(const SourceText& source, const PageLayout& layout, const PageSubject& subject);

}  // namespace lectern::legacy
