// Bytes of a file as UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::formats {

// Where `bytes` stops being well-formed UTF-8; npos where all of it is.
size_t BadUtf8(std::string_view bytes);

// `bytes` as UTF-8: what is well-formed stays, each other byte is read as Windows-1252. Nothing where that code page
// does not have the byte either. `converted` is set, and else left alone, where a byte was converted.
std::optional<std::string> AsUtf8(std::string_view bytes, bool* converted);

// The same for a message: a byte that neither has becomes "?".
std::string Readable(std::string_view bytes);

// Appends a character; nothing for a surrogate or a number beyond Unicode.
void AppendUtf8(uint32_t code_point, std::string* out);

// At most `limit` bytes of `text`, never part of a character, for a message; what is left out is marked by "...".
std::string Excerpt(std::string_view text, size_t limit);

}  // namespace lectern::formats
