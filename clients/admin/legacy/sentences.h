#pragma once
// Where sentences and paragraphs of a page begin and end.

#include <cstddef>
#include <string_view>

namespace lectern::legacy {

// Past white space.
size_t SkipSpaces(std::string_view text, size_t pos);

// Where the sentence that holds `pos` begins; never across a blank line, and no more than 600 bytes before `pos`.
size_t SentenceStart(std::string_view text, size_t pos);

// One past the first full stop at or behind `pos` in the same paragraph; the paragraph's end, or 600 bytes on, where
// there is none.
size_t SentenceEnd(std::string_view text, size_t pos);

// Where the first blank line at or behind `pos` begins, else the text's size.
size_t BlankLine(std::string_view text, size_t pos);

// Where the paragraph that holds `pos` begins: behind a blank line, or at `from`, before which it does not look.
size_t ParagraphStart(std::string_view text, size_t pos, size_t from);

}  // namespace lectern::legacy
