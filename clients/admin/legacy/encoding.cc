#include "clients/admin/legacy/encoding.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "clients/admin/legacy/white_space.h"

namespace lectern::legacy {
namespace {

constexpr size_t npos = std::string_view::npos;
// Pages say their encoding at their top, but word processors write some comments before it.
constexpr size_t kHead = 4096;

// Windows-1252 0x80..0x9F; 0 where the code page has no character.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

unsigned char Byte(std::string_view text, size_t pos) { return static_cast<unsigned char>(text[pos]); }

absl::Status NotText() {
  return absl::InvalidArgumentError("the file is not text: save the page as plain text in UTF-8 and import that file.");
}

std::string_view NameOf(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16LittleEndian:
      return "UTF-16 (little endian)";
    case Encoding::kUtf16BigEndian:
      return "UTF-16 (big endian)";
    case Encoding::kWindows1252:
      return "Windows-1252";
  }
  return "text";
}

// The word behind "charset=" or "encoding=" of a tag, in lower case; empty where there is none.
std::string ValueBehind(std::string_view tag, std::string_view name) {
  size_t pos = FindPhrase(tag, name);
  if (pos == npos) return {};
  pos += name.size();
  while (pos < tag.size() && (tag[pos] == ' ' || tag[pos] == '=' || tag[pos] == '"' || tag[pos] == '\'')) ++pos;
  size_t end = pos;
  while (end < tag.size() && (IsLetter(tag[end]) || IsDigit(tag[end]) || tag[end] == '-' || tag[end] == '_')) ++end;
  return AsciiLower(tag.substr(pos, end - pos));
}

// What the page says of itself; empty where it says nothing.
std::string Declared(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kHead);
  if (!LooksLikeHtml(head)) return {};
  for (size_t pos = head.find('<'); pos != npos; pos = head.find('<', pos + 1)) {
    const std::string_view rest = head.substr(pos);
    if (rest.starts_with("<!--")) {
      const size_t end = head.find("-->", pos);
      if (end == npos) return {};
      pos = end;
      continue;
    }
    const bool meta = MatchPhrase(rest, 0, "<meta") != npos;
    if (!meta && MatchPhrase(rest, 0, "<?xml") == npos) continue;
    std::string value = ValueBehind(rest.substr(0, rest.find('>')), meta ? "charset" : "encoding");
    if (!value.empty()) return value;
  }
  return {};
}

bool IsUtf8Name(std::string_view name) { return name == "utf-8" || name == "utf8"; }

// The names that browsers, too, take for Windows-1252.
bool IsWindows1252Name(std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames = {"windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1",
                                                      "iso_8859-1",   "latin1", "us-ascii", "ascii"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

absl::StatusOr<DecodedText> DecodeUtf16(std::string_view bytes, bool little) {
  DecodedText decoded;
  decoded.found.encoding = little ? Encoding::kUtf16LittleEndian : Encoding::kUtf16BigEndian;
  decoded.found.reason = EncodingReason::kByteOrderMark;
  const absl::Status broken = absl::InvalidArgumentError(
      "the file is damaged UTF-16, as if a part of it were missing: save the page again, as UTF-8.");
  if (bytes.size() % 2 != 0) return broken;
  const auto unit = [&](size_t pos) {
    return static_cast<char32_t>(little ? Byte(bytes, pos) | (Byte(bytes, pos + 1) << 8)
                                        : (Byte(bytes, pos) << 8) | Byte(bytes, pos + 1));
  };
  decoded.text.reserve(bytes.size() / 2);
  for (size_t pos = 2; pos < bytes.size(); pos += 2) {
    decoded.map.Add(decoded.text.size(), pos);
    char32_t code = unit(pos);
    if (code >= 0xD800 && code <= 0xDFFF) {
      const bool pair = code < 0xDC00 && pos + 2 < bytes.size() && (unit(pos + 2) & 0xFC00) == 0xDC00;
      if (!pair) return broken;
      pos += 2;
      code = 0x10000 + ((code & 0x3FF) << 10) + (unit(pos) & 0x3FF);
    }
    if (code == 0) return NotText();
    AppendUtf8(code, &decoded.text);
  }
  decoded.map.Add(decoded.text.size(), bytes.size());
  return decoded;
}

// UTF-8, or Windows-1252 byte by byte: where it is declared, all bytes beyond ASCII, else those that are no UTF-8.
absl::StatusOr<DecodedText> DecodeBytes(std::string_view bytes, size_t skipped, bool all_windows) {
  DecodedText decoded;
  decoded.text.reserve(bytes.size());
  if (skipped != 0) decoded.map.Add(0, skipped);
  for (size_t pos = skipped; pos < bytes.size();) {
    const unsigned char c = Byte(bytes, pos);
    const size_t length = c < 0x80 ? 1 : all_windows ? 0 : Utf8At(bytes, pos).length;
    if (length != 0) {
      decoded.text.append(bytes.substr(pos, length));
      decoded.found.utf8_characters += length > 1 ? 1 : 0;
      pos += length;
      continue;
    }
    char32_t code = FromWindows1252(c);
    // A page that declares the code page may hold the bytes that it leaves out, as control characters.
    if (code == 0 && all_windows) code = c;
    if (code == 0) return NotText();
    decoded.map.Add(decoded.text.size(), pos);
    AppendUtf8(code, &decoded.text);
    decoded.map.Add(decoded.text.size(), ++pos);
    ++decoded.found.windows_1252_bytes;
  }
  return decoded;
}

// Whether the text can be one at all. English text has few letters beyond ASCII: a file full of them is something else
// read by the wrong code page.
bool IsText(const DecodedText& decoded) {
  size_t controls = 0;
  for (const char c : decoded.text) {
    const auto byte = static_cast<unsigned char>(c);
    controls += (byte < 0x20 && !(byte >= '\t' && byte <= '\r')) || byte == 0x7F ? 1 : 0;
  }
  return controls * 200 <= decoded.text.size() &&
         static_cast<size_t>(decoded.found.windows_1252_bytes) * 4 <= decoded.text.size();
}

}  // namespace

bool FoundEncoding::doubtful() const {
  const bool mixed = windows_1252_bytes > 0 && (utf8_characters > 0 || encoding != Encoding::kWindows1252);
  const bool contradicted = !declared.empty() && reason != EncodingReason::kMeta &&
                            windows_1252_bytes + utf8_characters > 0 &&
                            IsUtf8Name(declared) != (encoding == Encoding::kUtf8);
  return mixed || contradicted;
}

std::string FoundEncoding::Sentence() const {
  std::string sentence = "The file was read as " + std::string(NameOf(encoding)) + ": ";
  switch (reason) {
    case EncodingReason::kByteOrderMark:
      sentence += "it begins with that encoding's byte order mark.";
      break;
    case EncodingReason::kMeta:
      sentence += "the page says so (" + declared + ").";
      break;
    case EncodingReason::kValidUtf8:
      sentence += "all of it is well-formed UTF-8.";
      break;
    case EncodingReason::kFallback:
      sentence += "it is not UTF-8 and says nothing else.";
      break;
  }
  if (windows_1252_bytes > 0 && (utf8_characters > 0 || encoding != Encoding::kWindows1252)) {
    sentence += " Mixed encodings: " + std::to_string(windows_1252_bytes) + " bytes were read as Windows-1252, " +
                std::to_string(utf8_characters) + " characters as UTF-8.";
  } else if (doubtful()) {
    sentence += " The page itself says " + declared + ", which its bytes are not.";
  }
  return sentence;
}

absl::StatusOr<DecodedText> DecodeFile(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    absl::StatusOr<DecodedText> decoded = DecodeUtf16(bytes, bytes.front() == '\xFF');
    return !decoded.ok() || IsText(*decoded) ? decoded : NotText();
  }
  if (bytes.find('\0') != npos) return NotText();
  const size_t skipped = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::string declared = Declared(bytes);
  absl::StatusOr<DecodedText> decoded = DecodeBytes(bytes, skipped, false);
  if (!decoded.ok()) return decoded;
  FoundEncoding* found = &decoded->found;
  const bool windows_1252 = skipped == 0 && found->windows_1252_bytes > 0;
  if (windows_1252 && IsWindows1252Name(declared)) {
    // The page says so, and its bytes are no UTF-8: two that happen to look like it are none.
    decoded = DecodeBytes(bytes, 0, true);
    if (!decoded.ok()) return decoded;
    found = &decoded->found;
  } else if (windows_1252 && !declared.empty() && !IsUtf8Name(declared)) {
    return absl::InvalidArgumentError("the page says that it is in the encoding \"" +
                                      std::string(Shorten(declared, 40)) +
                                      "\", which is not read here: save it as UTF-8 and import that file.");
  }
  found->declared = declared;
  found->encoding = windows_1252 && !(IsUtf8Name(declared) || found->utf8_characters > found->windows_1252_bytes)
                        ? Encoding::kWindows1252
                        : Encoding::kUtf8;
  const bool as_declared =
      found->encoding == Encoding::kWindows1252 ? IsWindows1252Name(declared) : IsUtf8Name(declared);
  // Of plain ASCII every declaration is right.
  const bool ascii = found->windows_1252_bytes + found->utf8_characters == 0;
  if (skipped != 0) {
    found->reason = EncodingReason::kByteOrderMark;
  } else if (as_declared) {
    found->reason = EncodingReason::kMeta;
  } else if (ascii && IsWindows1252Name(declared)) {
    found->encoding = Encoding::kWindows1252;
    found->reason = EncodingReason::kMeta;
  } else {
    found->reason = found->windows_1252_bytes == 0 ? EncodingReason::kValidUtf8 : EncodingReason::kFallback;
  }
  return IsText(*decoded) ? decoded : NotText();
}

char32_t FromWindows1252(unsigned char byte) { return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte; }

int ToWindows1252(char32_t character) {
  if (character < 0x80 || (character >= 0xA0 && character <= 0xFF)) return static_cast<int>(character);
  // Below 0xA0 and not in the table: the bytes that the code page leaves out.
  const auto at = std::find(kWindows1252.begin(), kWindows1252.end(), character);
  if (character < 0xA0) return kWindows1252[character - 0x80] == 0 ? static_cast<int>(character) : -1;
  return at == kWindows1252.end() ? -1 : 0x80 + static_cast<int>(at - kWindows1252.begin());
}

Utf8Character Utf8At(std::string_view text, size_t pos) {
  if (pos >= text.size()) return {};
  const unsigned char lead = Byte(text, pos);
  if (lead < 0x80) return {lead, 1};
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || pos + length > text.size()) return {};
  char32_t code = lead & (length == 4 ? 0x07U : length == 3 ? 0x0FU : 0x1FU);
  for (size_t i = 1; i < length; ++i) {
    if ((Byte(text, pos + i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (Byte(text, pos + i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool no_character = (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF;
  return overlong || no_character ? Utf8Character{} : Utf8Character{code, length};
}

void AppendUtf8(char32_t code, std::string* out) {
  const auto tail = [&](int shift) { out->push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F))); };
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xC0 | (code >> 6)));
    tail(0);
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | (code >> 12)));
    tail(6);
    tail(0);
  } else {
    out->push_back(static_cast<char>(0xF0 | (code >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool LooksLikeHtml(std::string_view text) {
  const std::string_view head = text.substr(0, std::min<size_t>(text.size(), 2000));
  for (const std::string_view tag : {"<html", "<!doctype html", "<head>", "<body>", "<body "}) {
    if (HasPhrase(head, tag)) return true;
  }
  // A part of a page, without its frame: it begins with a tag and goes on with others.
  const std::string_view start = Trim(head);
  if (start.size() < 2 || start[0] != '<' || !(IsLetter(start[1]) || start[1] == '!')) return false;
  for (const std::string_view tag : {"</p>", "</div>", "</table>", "</a>", "<br", "<p ", "<p>", "<td"}) {
    if (HasPhrase(head, tag)) return true;
  }
  return false;
}

}  // namespace lectern::legacy
