#pragma once
// Which blocks of a page make which entry. Works from the accessed runs: back for address, byline and title, forward
// for the annotation; none of them is required, and an entry without an accessed run is taken where its form is plain.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "clients/admin/legacy/page_blocks.h"

namespace lectern::legacy {

// The blocks of one entry, by what they are; numbers are places in PageLayout::blocks.
struct EntryBlocks {
  std::string section;
  // The heading with the country that it stands under, on pages of many countries.
  std::optional<size_t> country_heading;
  std::vector<size_t> titles;
  std::optional<size_t> byline;
  std::optional<size_t> update;  // "Updated 6 Dec 2017"
  std::vector<size_t> addresses;
  std::vector<size_t> leftovers;
  std::vector<size_t> accesses;
  std::vector<size_t> notes;
  std::vector<size_t> annotation;
  // The title was taken for want of a better line.
  bool title_guessed = false;
  // Title, byline and the annotation before it stood in one paragraph and were parted by the last full stop.
  bool title_cut_out = false;
  std::vector<std::string> warnings;
};

struct PageLayout {
  // The page's blocks; run-together ones are cut further than CutIntoBlocks does.
  std::vector<Block> blocks;
  std::vector<EntryBlocks> entries;
  // Section headings in page order, without asterisks.
  std::vector<std::string> sections;
  // Blocks before the first entry, and after it those that belong to no entry.
  std::vector<size_t> around;
};

// `blocks` as CutIntoBlocks gives them, heading and country name already told.
PageLayout LayOut(const SourceText& source, std::vector<Block> blocks);

}  // namespace lectern::legacy
