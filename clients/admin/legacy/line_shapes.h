#pragma once
// What one line or paragraph looks like. All of it is judgement by form; nothing here knows what stands around.

#include <string>
#include <string_view>
#include <vector>

namespace lectern::legacy {

// True for navigation in brackets: "[ Contribute a new topic | Country-by-Country Reports ]".
bool IsMenu(std::string_view text);

// The address that `text` is, brackets taken off; empty where it is none or holds anything else.
std::string_view AddressOf(std::string_view text);

// True for what a removed address leaves: "[]", `",,`.
bool IsLeftover(std::string_view text);

// The number that a source gives its paragraph, at the start of `text`: "[27]", "32.", "(4)". Empty where there is
// none. A letter in brackets ("[B]") numbers a heading and belongs to it.
std::string_view LabelOf(std::string_view text);

// The heading that opens a paragraph, in capitals before a dash: "WHY PERU?" of "WHY PERU? - Most of ...".
struct OpeningHeading {
  // As printed, without the dash behind it; empty where there is none.
  std::string_view heading;
  // Where the paragraph's own words begin.
  size_t rest = 0;
};
OpeningHeading HeadingOf(std::string_view text);

// True for a line in capitals alone (accented letters aside), with a letter in it and no longer than a heading is.
bool IsCapitals(std::string_view text);

// Takes marks such as "[PDF]" off a title, wherever they stand, and returns them without brackets.
std::vector<std::string> TakeMediaMarks(std::string* title);

// True where `text` ends like a sentence or holds one inside, carries a label or is too long for a title.
bool IsProse(std::string_view text);

// True where `text` ends with its publication date and has something before it.
bool EndsWithDate(std::string_view text);

// True for "Updated 6 Dec 2017" and the like: a date of change and nothing else.
bool IsUpdate(std::string_view text);

// True where `text` ends with a full stop, question or exclamation mark or colon, abbreviations aside.
bool EndsSentence(std::string_view text);

// Where the last sentence of a run-together paragraph ends, so that what follows can be a title; 0 where none does.
size_t LastSentenceEnd(std::string_view text);

}  // namespace lectern::legacy
