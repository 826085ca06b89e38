#pragma once
// Reads a country page of the old site, as text, into the resources of the catalogue.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/source_text.h"
#include "lectern/v1/country.pb.h"
#include "lectern/v1/entry.pb.h"

namespace lectern::legacy {

// What a page holds. Everything is a draft and nothing has a name of its own yet but the page; the operation in the
// provenances is the caller's to fill in.
struct ParsedPage {
  struct ProposedHotline {
    v1::Hotline hotline;
    // Place in `entries` of the entry that it was proposed from.
    size_t entry_index = 0;
  };
  // Something an editor should look at.
  struct Warning {
    // From 1; 0 where it concerns the whole file.
    int line = 0;
    // Offset in the file.
    int64_t start_byte = 0;
    // A sentence.
    std::string text;
  };

  v1::CountryPage page;
  // In page order.
  std::vector<v1::Entry> entries;
  std::vector<ProposedHotline> hotlines;
  // In page order. Every line of the file that no rule took is among them.
  std::vector<Warning> warnings;
};

// Reads one page. Pure: no file is touched, the same bytes give the same result, any thread may call it. `path` is
// the file's name with the folders it came in: the name goes into the provenance and is the last resort for the
// country, the last folder that for the topic, and both say where the page stood on the old site. INVALID_ARGUMENT,
// each with one sentence that says what to do and does not name the file: another kind of page; no entry; no country;
// no topic.
absl::StatusOr<ParsedPage> ParseCountryPage(std::string_view path, const SourceText& source);

// Decodes `bytes` first: what SourceText::Decode refuses is refused here too.
absl::StatusOr<ParsedPage> ParseCountryPage(std::string_view path, std::string_view bytes);

}  // namespace lectern::legacy
