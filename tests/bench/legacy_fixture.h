#pragma once
// Invented pages of the old site with what has to be read from them, and what a parsed file holds in the same form.
// tests/fixtures/legacy/README.md describes the form.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/parsed_file.h"
#include "clients/admin/legacy/source_text.h"
#include "nlohmann/json.hpp"

namespace lectern::bench {

struct LegacyFixture {
  // Path below the folder of fixtures: "country/plain.txt".
  std::string name;
  // The name that the reader is given; the fixture's own where the expectation states no other.
  std::string file_name;
  std::string bytes;
  nlohmann::json expected;
};

// All fixtures below `folder`, sorted by name. INVALID_ARGUMENT or NOT_FOUND with the path of what is wrong: no
// fixture, one without its expectation, an expectation that is no JSON object.
absl::StatusOr<std::vector<LegacyFixture>> ReadLegacyFixtures(const std::string& folder);

// The parsed file in the form of an expectation.
nlohmann::json Describe(const legacy::ParsedFile& file);

// Bytes of the file that are neither white space nor accounted for by a provenance, a warning or a line left out; as
// offsets of source.text().
std::vector<size_t> LostBytes(const legacy::ParsedFile& file, const legacy::SourceText& source);

}  // namespace lectern::bench
