#pragma once
// In which encoding a file's text is, and the text in UTF-8.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "clients/admin/legacy/offset_map.h"

namespace lectern::legacy {

enum class Encoding { kUtf8, kUtf16LittleEndian, kUtf16BigEndian, kWindows1252 };

// What it was told by, the surer first.
enum class EncodingReason {
  kByteOrderMark,
  kMeta,       // The page's own meta element, or its XML declaration.
  kValidUtf8,  // All of it is well-formed UTF-8.
  kFallback,   // It is not, and nothing else was said.
};

struct FoundEncoding {
  Encoding encoding = Encoding::kUtf8;
  EncodingReason reason = EncodingReason::kValidUtf8;
  // What the page itself says, in lower case; empty where it says nothing.
  std::string declared;
  // Bytes that were read as Windows-1252, of a file in that encoding or of another.
  int64_t windows_1252_bytes = 0;
  // Characters beyond ASCII that were read as UTF-8.
  int64_t utf8_characters = 0;

  // True where parts of the file are in another encoding than the rest, or the page says what is not so.
  bool doubtful() const;
  // "The file was read as Windows-1252: its meta element says so." One or two sentences.
  std::string Sentence() const;
};

struct DecodedText {
  std::string text;
  // From `text` to the file.
  OffsetMap map;
  FoundEncoding found;
};

// Decodes a file of at most 4 GiB. Text that is mixed of UTF-8 and Windows-1252 is read as such, byte by byte.
// INVALID_ARGUMENT, with a sentence that says what to do: not text; an encoding that is not read here.
absl::StatusOr<DecodedText> DecodeFile(std::string_view bytes);

// The character of a byte in Windows-1252; 0 where there is none.
char32_t FromWindows1252(unsigned char byte);

// The byte of a character in Windows-1252, -1 where there is none. Control characters stand for the bytes that the
// code page leaves out, as browsers read them.
int ToWindows1252(char32_t character);

// The well-formed character that begins at `pos` and its length in bytes; length 0 where there is none.
struct Utf8Character {
  char32_t code = 0;
  size_t length = 0;
};
Utf8Character Utf8At(std::string_view text, size_t pos);

void AppendUtf8(char32_t code, std::string* out);

// True for the text of an HTML page.
bool LooksLikeHtml(std::string_view text);

}  // namespace lectern::legacy
