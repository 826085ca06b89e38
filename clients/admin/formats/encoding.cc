#include "clients/admin/formats/encoding.h"

#include <array>

namespace lectern::formats {
namespace {

// Windows-1252 0x80..0x9F; 0 where the code page has no character.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

unsigned char Byte(std::string_view text, size_t at) { return static_cast<unsigned char>(text[at]); }

bool Follows(std::string_view text, size_t at, unsigned char least, unsigned char most) {
  return at < text.size() && Byte(text, at) >= least && Byte(text, at) <= most;
}

// Length of the well-formed sequence at `at` (Unicode, table 3-7), 0 where there is none.
size_t SequenceAt(std::string_view text, size_t at) {
  const unsigned char lead = Byte(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (lead < 0xE0) return Follows(text, at + 1, 0x80, 0xBF) ? 2 : 0;
  const unsigned char least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!Follows(text, at + 1, least, most) || !Follows(text, at + 2, 0x80, 0xBF)) return 0;
  if (lead < 0xF0) return 3;
  return Follows(text, at + 3, 0x80, 0xBF) ? 4 : 0;
}

// `bytes` as UTF-8; a byte that is neither that nor Windows-1252 becomes "?".
std::string Decode(std::string_view bytes, bool* converted, bool* unknown) {
  const size_t bad = BadUtf8(bytes);
  std::string text(bytes.substr(0, bad));
  for (size_t at = text.size(); at < bytes.size();) {
    if (const size_t length = SequenceAt(bytes, at)) {
      text.append(bytes.substr(at, length));
      at += length;
      continue;
    }
    const unsigned char byte = Byte(bytes, at++);
    const uint16_t code = byte < 0xA0 ? kWindows1252[byte - 0x80] : byte;
    *converted = true;
    *unknown = *unknown || code == 0;
    AppendUtf8(code == 0 ? '?' : code, &text);
  }
  return text;
}

}  // namespace

size_t BadUtf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = SequenceAt(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::optional<std::string> AsUtf8(std::string_view bytes, bool* converted) {
  bool unknown = false;
  std::string text = Decode(bytes, converted, &unknown);
  if (unknown) return std::nullopt;
  return text;
}

std::string Readable(std::string_view bytes) {
  bool converted = false;
  bool unknown = false;
  return Decode(bytes, &converted, &unknown);
}

void AppendUtf8(uint32_t code_point, std::string* out) {
  const auto put = [out](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) return;
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point <= 0x10FFFF) {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

std::string Excerpt(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (Byte(text, limit) & 0xC0) == 0x80) --limit;
  return std::string(text.substr(0, limit)) + "...";
}

}  // namespace lectern::formats
