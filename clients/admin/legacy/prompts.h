#pragma once
// Numbered propositions and questions.

#include <string>
#include <vector>

#include "clients/admin/legacy/page_blocks.h"

namespace lectern::legacy {

// One proposition or question.
struct PromptText {
  // Its paragraphs, number and suggestions taken off; verbatim, blank lines between.
  std::string text;
  // What "[Suggestions: ...]" at its end holds.
  std::string suggestions;
  // All of it, number and brackets included.
  std::vector<Span> spans;
  // The bracket is not closed.
  bool open_bracket = false;
  // Suggestions stand inside and not at the end; they were left in the text.
  bool suggestions_inside = false;
};

struct Prompts {
  // Paragraphs before the first one.
  std::vector<Span> before;
  std::vector<PromptText> prompts;
  // Headings over some of them, which no field takes.
  std::vector<Span> headings;
  // They carry no numbers; each paragraph was taken for one.
  bool unnumbered = false;
};

// Reads the content of such a page. The numbers part the prompts and say nothing more: they may be lost, doubled or
// start again.
Prompts ReadPrompts(const SourceText& source, const std::vector<Block>& body);

}  // namespace lectern::legacy
