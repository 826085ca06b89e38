#pragma once
// What a country page is about: its topic and its country.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/page_blocks.h"
#include "proto/reference/countries.h"

namespace lectern::legacy {

struct PageSubject {
  // "topics/street-children"
  std::string topic;
  std::string printed_heading;
  // "In the early years of the 21st Century, 2000 to 2025"
  std::string period;
  const reference::Country* country = nullptr;
  // The official name as the page prints it; empty where it does not.
  std::string printed_country_name;
  // One sentence each.
  std::vector<std::string> warnings;
};

// Topic id for a heading or a section of the old site; empty where it names none.
std::string_view TopicOf(std::string_view heading);

// `path` is the file's name with the folders it came in. What the page says goes before what its address says.
// Reads the subject and tells the blocks that carry it (heading, period, country name, navigation) by their kind.
// INVALID_ARGUMENT where country or topic cannot be determined.
absl::StatusOr<PageSubject> FindSubject(const SourceText& source, std::string_view path, std::vector<Block>* blocks);

}  // namespace lectern::legacy
