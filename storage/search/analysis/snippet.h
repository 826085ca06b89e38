// The part of a text that shows best why it was found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "storage/search/analysis/analyzer.h"
#include "storage/search/analysis/highlights.h"

namespace lectern::search {

// A text of a document, such as a passage: what the caller may see of it, well-formed UTF-8.
struct SnippetSource {
  std::string_view text;
  Language language = Language::kNone;
  Field field = Field::kPassages;
};

struct Snippet {
  struct Range {
    size_t begin;  // bytes [begin, end) of Snippet::text
    size_t end;
    bool operator==(const Range&) const = default;
  };

  size_t source = 0;              // which of the sources, from 0
  size_t begin = 0;               // of `text` in it, in bytes
  std::string text;               // at most the budget, verbatim, without any markup
  std::vector<Range> highlights;  // ascending, apart from one another
  bool cut_before = false;        // the source has more before it
  bool cut_after = false;
};

// Of the window of at most `max_bytes` that covers the most groups of `highlights`, then the most hits, then comes
// first in the sources' order. What room is left is shared out around it. It begins and ends between words, at the
// source's ends, or, in a word longer than the budget, between characters as readers see them (grapheme clusters).
// Where nothing is found, or `highlights` is empty: the beginning of the first source that is not empty. Linear in the
// sources' bytes.
Snippet MakeSnippet(Analyzer& analyzer, absl::Span<const SnippetSource> sources, const HighlightSet& highlights,
                    size_t max_bytes);

}  // namespace lectern::search
