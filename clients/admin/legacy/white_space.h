#pragma once
// White space and letter case as the old pages use them. Everything here works on UTF-8 and never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::legacy {

// Length in bytes of the white-space character that begins at `pos`, 0 where none does. No-break spaces, zero-width
// spaces and byte order marks count: the pages pad and part lines with them.
size_t SpaceAt(std::string_view text, size_t pos);

// Length in bytes of the white-space character that ends at `pos`, 0 where none does.
size_t SpaceBefore(std::string_view text, size_t pos);

// `text` without white space at both ends; a view into it.
std::string_view Trim(std::string_view text);

// True where `text` holds nothing but white space.
bool IsBlank(std::string_view text);

// `text` trimmed, each run of white space in it made one space. For comparing.
std::string Collapse(std::string_view text);

// `text` trimmed, each line break with the white space around it made one space; all other bytes stay. For fields
// that are one line by nature but may have been wrapped.
std::string OneLine(std::string_view text);

// Upper-case ASCII letters made lower-case.
std::string AsciiLower(std::string_view text);

// Where `phrase` matches at `pos`: one past the match, else npos. Case of ASCII letters is ignored, and a space in
// `phrase` (lower case) matches any run of white space, so that a line wrap does not hide it.
size_t MatchPhrase(std::string_view text, size_t pos, std::string_view phrase);

// The first place at or behind `from` where `phrase` matches as above, else npos.
size_t FindPhrase(std::string_view text, std::string_view phrase, size_t from = 0);

// FindPhrase as a question. A phrase may occur inside a word.
bool HasPhrase(std::string_view text, std::string_view phrase);

// As HasPhrase, but only where no ASCII letter or digit stands beside the match.
bool HasWord(std::string_view text, std::string_view word);

// The words of `text`: runs without white space; views into it.
std::vector<std::string_view> Words(std::string_view text);

bool IsDigit(char c);
bool IsUpper(char c);
bool IsLower(char c);
// ASCII letters alone.
bool IsLetter(char c);

// Number of characters (code points), for widths of lines.
size_t CodePoints(std::string_view text);

// `text` cut to at most `limit` bytes, never inside a character.
std::string_view Shorten(std::string_view text, size_t limit);

}  // namespace lectern::legacy
