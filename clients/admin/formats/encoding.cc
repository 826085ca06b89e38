#include "clients/admin/formats/encoding.h"

#include "clients/admin/legacy/encoding.h"

namespace lectern::formats {
namespace {

// `bytes` as UTF-8; a byte that is neither that nor Windows-1252 becomes "?".
std::string Decode(std::string_view bytes, bool* converted, bool* unknown) {
  const size_t bad = BadUtf8(bytes);
  std::string text(bytes.substr(0, bad));
  for (size_t at = text.size(); at < bytes.size();) {
    if (const size_t length = legacy::Utf8At(bytes, at).length) {
      text.append(bytes.substr(at, length));
      at += length;
      continue;
    }
    const char32_t code = legacy::FromWindows1252(static_cast<unsigned char>(bytes[at++]));
    *converted = true;
    *unknown = *unknown || code == 0;
    AppendUtf8(code == 0 ? '?' : code, &text);
  }
  return text;
}

}  // namespace

size_t BadUtf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = legacy::Utf8At(bytes, at).length;
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
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (!surrogate && code_point <= 0x10FFFF) legacy::AppendUtf8(code_point, out);
}

std::string Excerpt(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return std::string(text.substr(0, limit)) + "...";
}

}  // namespace lectern::formats
