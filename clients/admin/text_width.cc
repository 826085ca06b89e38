#include "clients/admin/text_width.h"

#include <cstdint>

#include "fmt/format.h"
#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace lectern::admin {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// One character of a text: its bytes, and its code point, negative where the bytes are broken.
struct Character {
  std::string_view bytes;
  UChar32 point;
};

// Calls `visit` for each character until it returns false.
template <typename Visit>
void ForEach(std::string_view text, Visit visit) {
  const char* bytes = text.data();
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    const int64_t begin = at;
    UChar32 point;
    U8_NEXT(bytes, at, size, point);
    if (!visit(Character{text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)), point})) return;
  }
}

bool OverridesDirection(UChar32 point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F;
}

size_t Columns(UChar32 point) {
  if (point < 0) return 1;
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return point == 0x00AD ? 1 : 0;  // a soft hyphen is shown by most terminals
    default:
      break;
  }
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// How many bytes of `text` fit into `columns`; never splits a character from what combines with it.
size_t FittingBytes(std::string_view text, size_t columns) {
  size_t bytes = 0;
  size_t used = 0;
  ForEach(text, [&](const Character& character) {
    used += Columns(character.point);
    if (used > columns) return false;
    bytes += character.bytes.size();
    return true;
  });
  return bytes;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  ForEach(text, [&](const Character& character) {
    if (character.point >= 0 && u_isUWhiteSpace(character.point)) {
      out += ' ';
    } else if (character.point < 0 || u_iscntrl(character.point) || OverridesDirection(character.point)) {
      out += kReplacement;
    } else {
      out += character.bytes;
    }
    return true;
  });
  return out;
}

size_t DisplayWidth(std::string_view text) {
  size_t columns = 0;
  ForEach(text, [&](const Character& character) {
    columns += Columns(character.point);
    return true;
  });
  return columns;
}

std::string Fit(std::string_view text, size_t columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  return std::string(text.substr(0, FittingBytes(text, columns - 1))).append(kEllipsis);
}

std::vector<std::string> Wrap(std::string_view text, size_t columns) {
  const std::vector<std::string_view> parts = WrapParts(text, columns);
  return {parts.begin(), parts.end()};
}

std::vector<std::string_view> WrapParts(std::string_view text, size_t columns) {
  std::vector<std::string_view> lines;
  while (columns > 0 && DisplayWidth(text) > columns) {
    size_t end = FittingBytes(text, columns);
    size_t next = end;
    if (end == 0) {  // a character wider than the line stands alone
      ForEach(text, [&](const Character& character) {
        end = next = character.bytes.size();
        return false;
      });
    } else if (const size_t space = text.rfind(' ', end); space != std::string_view::npos && space > 0) {
      end = space;
      next = space + 1;
    }
    lines.push_back(text.substr(0, end));
    text.remove_prefix(next);
  }
  if (!text.empty() || lines.empty()) lines.push_back(text);
  return lines;
}

std::string SizeText(int64_t bytes) {
  constexpr double kStep = 1024;
  auto size = static_cast<double>(bytes);
  if (size < kStep) return fmt::format("{} bytes", bytes);
  const char* unit = "";
  for (const char* larger : {"KiB", "MiB", "GiB", "TiB"}) {
    if (size < kStep) break;
    size /= kStep;
    unit = larger;
  }
  return fmt::format("{:.1f} {}", size, unit);
}

bool IsUtf8(std::string_view text) {
  bool whole = true;
  ForEach(text, [&](const Character& character) { return whole = character.point >= 0; });
  return whole;
}

std::string AsUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  ForEach(text, [&](const Character& character) {
    out += character.point < 0 ? kReplacement : character.bytes;
    return true;
  });
  return out;
}

}  // namespace lectern::admin
