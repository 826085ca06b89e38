#pragma once
// A page cut into blocks: paragraphs, and the marks that part entries from each other. Wrapped lines are joined where
// the wrap was forced by the width; marks are found wherever they stand, also in the middle of a run-together
// paragraph.

#include <cstddef>
#include <string_view>
#include <vector>

#include "clients/admin/legacy/source_text.h"

namespace lectern::legacy {

enum class BlockKind {
  kText,
  kSection,         // *** ARCHIVES ***
  kAccessed,        // [accessed 6 May 2012]
  kArchiveNote,     // At one time this article had been archived ... [here]
  kReaderNote,      // [scroll down]
  kAddress,         // www.example.org/page.htm
  kEmptyBrackets,   // [], or the commas that a removed address left behind
  kBars,            // |||||||||||
  kNavigation,      // Main Menu; [ Contribute a new topic | Country-by-Country Reports ]
  kImageText,       // Description: Description: Malawi
  kHeading,         // The page's topic
  kPeriod,          // In the early years of the 21st Century, 2000 to 2025
  kCountryName,     // Republic of Malawi
  kCountryHeading,  // Malawi, over the entries of that country on a page of many
  kCaution,
  kGuidance,
  kTeacherPointer,  // Have a look at our Resources for Teachers.
  kRights,
  kCitation,  // Cite this webpage as: ...
};

struct Block {
  BlockKind kind = BlockKind::kText;
  // Trimmed, never empty.
  Span span;
  // A blank line, or the start of the file, stands before it.
  bool opens_after_blank = false;
  // It begins in the middle of a paragraph.
  bool in_paragraph = false;
};

// True for the kinds that stand around entries and never inside one.
bool IsFrontKind(BlockKind kind);

// An accessed run in a text.
struct AccessedRun {
  // From bracket to bracket.
  Span span;
  // What stands between "accessed" and the closing bracket.
  Span words;
  // A bracket is missing.
  bool damaged = false;
  // The words are "<date>", as a citation line has them.
  bool pattern = false;
};

// Every accessed run of `text`, in order.
std::vector<AccessedRun> FindAccessedRuns(std::string_view text);

struct CutOptions {
  // Lines that name the country of the entries below them, in page order.
  std::vector<Span> country_headings;
  // Only period, table bars, rights notice and citation line are told: for pages that hold no entries.
  bool without_entries = false;
};

// Cuts the whole page. The blocks are in page order and cover all of it but white space.
std::vector<Block> CutIntoBlocks(const SourceText& source, const CutOptions& options = {});

}  // namespace lectern::legacy
