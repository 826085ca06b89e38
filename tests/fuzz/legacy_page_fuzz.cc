// Any bytes given to the reader of legacy pages: it refuses or reads them, never crashes, and what it reads has a
// title.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "clients/admin/legacy/country_page.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto page = lectern::legacy::ParseCountryPage("Malawi.txt", bytes);
  if (!page.ok()) return 0;
  for (const lectern::v1::Entry& entry : page->entries) {
    if (entry.title_lines_size() == 0 || entry.title_lines(0).empty() || entry.source_key().size() != 32) std::abort();
    for (const lectern::v1::ByteSpan& span : entry.provenance().spans()) {
      if (span.start_byte() > span.end_byte() || span.end_byte() > static_cast<int64_t>(size)) std::abort();
    }
  }
  return 0;
}
